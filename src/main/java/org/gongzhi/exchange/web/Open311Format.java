package org.gongzhi.exchange.web;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.gongzhi.matters.NewMatter;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/// Answers of GeoReport v2 in both formats from one tree of maps and lists. In XML a list's entries are named by
/// the singular that the specification gives; in JSON lists are arrays, at the root too (Spark convention).
enum Open311Format {
    XML("text/xml"),
    JSON("application/json");

    private static final Map<String, String> SINGULAR = Map.ofEntries(
            Map.entry("services", "service"),
            Map.entry("service_requests", "request"),
            Map.entry("attributes", "attribute"),
            Map.entry("values", "value"),
            Map.entry("endpoints", "endpoint"),
            Map.entry("formats", "format"),
            Map.entry("errors", "error"),
            Map.entry("notes", "note"),
            Map.entry("media", "url"));

    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newFactory();

    private final MediaType type;

    Open311Format(String type) {
        this.type = new MediaType(MediaType.parseMediaType(type), StandardCharsets.UTF_8);
    }

    /// By the end of a path: `.json`, else XML, which every server must speak.
    static Open311Format of(String path) {
        return path.endsWith(".json") ? JSON : XML;
    }

    ResponseEntity<byte[]> answer(int status, String root, Object tree, JsonMapper json, Map<String, String> headers) {
        var answer = ResponseEntity.status(status).contentType(type).header("Access-Control-Allow-Origin", "*");
        headers.forEach(answer::header);
        return answer.body(this == JSON ? json.writeValueAsBytes(tree) : xml(root, tree));
    }

    private static byte[] xml(String root, Object tree) {
        try {
            var text = new StringWriter();
            XMLStreamWriter writer = FACTORY.createXMLStreamWriter(text);
            text.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"); // the writer would use single quotes
            write(writer, root, tree);
            writer.flush();
            writer.close();
            return text.toString().getBytes(StandardCharsets.UTF_8);
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void write(XMLStreamWriter writer, String name, @Nullable Object value) throws XMLStreamException {
        if (value == null || value.equals("")) {
            writer.writeEmptyElement(name);
            return;
        }
        writer.writeStartElement(name);
        switch (value) {
            case Map<?, ?> map -> {
                for (var each : map.entrySet()) {
                    write(writer, each.getKey().toString(), each.getValue());
                }
            }
            case List<?> list -> {
                for (Object each : list) {
                    write(writer, SINGULAR.getOrDefault(name, "item"), each);
                }
            }
            default -> writer.writeCharacters(clean(value.toString()));
        }
        writer.writeEndElement();
    }

    /// XML 1.0 has no control characters.
    private static String clean(String text) {
        return NewMatter.clean(text);
    }
}
