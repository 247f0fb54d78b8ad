package org.gongzhi.people;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gongzhi.kernel.Tables;
import org.springframework.context.event.EventListener;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Where people write words: each module names its own columns in its `words.csv`. Whoever is erased is taken
/// out of all of them in their community: name and numbers, also earlier ones, become bars. The rows and
/// their counts stay (PIPL art. 47).
@Component
public class WrittenWords {

    /// What stands where somebody stood.
    public static final String GONE = "▇▇";

    /// The columns of a table with words; one that is JSON is written `body::jsonb`.
    public record Columns(String table, List<String> names) {}

    private final JdbcClient client;
    private final Telling telling;
    private final List<Columns> all;

    WrittenWords(JdbcClient client, Telling telling) {
        this.client = client;
        this.telling = telling;
        this.all = read();
    }

    private static List<Columns> read() {
        try {
            var found = new ArrayList<Columns>();
            for (var file : new PathMatchingResourcePatternResolver().getResources("classpath*:data/*/words.csv")) {
                String path = file.getURL().getPath();
                String module = path.substring(path.lastIndexOf("/data/") + "/data/".length(), path.lastIndexOf('/'));
                for (var row : Tables.read(module + "/words.csv")) {
                    found.add(new Columns(
                            module + "." + row.get("table"),
                            Arrays.asList(row.get("columns").split(" "))));
                }
            }
            return List.copyOf(found);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public List<Columns> all() {
        return all;
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void erasing(PersonErasing erasing) {
        Person person = erasing.person();
        Long[] communities = communities(person.community()).toArray(Long[]::new);
        for (String value : telling.of(person)) {
            for (Columns each : all) {
                scrub(each, value, communities);
            }
        }
    }

    /// Where somebody is written about: their community, and the rows that their street keeps itself.
    public static List<Long> communities(long community) {
        return Stream.of(community, community / 1000 * 1000).distinct().toList();
    }

    private void scrub(Columns columns, String value, Long[] communities) {
        String set = columns.names.stream()
                .map(name -> plain(name) + " = replace(" + plain(name) + (json(name) ? "::text" : "") + ", ?, ?)"
                        + (json(name) ? "::jsonb" : ""))
                .collect(Collectors.joining(", "));
        String words = columns.names.stream().map(WrittenWords::plain).collect(Collectors.joining(", "));
        var parameters = new ArrayList<Object>();
        columns.names.forEach(_ -> parameters.addAll(List.of(value, GONE)));
        parameters.add(communities);
        parameters.add(value);
        client.sql("update " + columns.table + " set " + set + " where community = any (?)"
                        + " and strpos(concat_ws(' ', " + words + "), ?) > 0")
                .params(parameters)
                .update();
    }

    private static boolean json(String name) {
        return name.endsWith("::jsonb");
    }

    private static String plain(String name) {
        return name.replace("::jsonb", "");
    }
}
