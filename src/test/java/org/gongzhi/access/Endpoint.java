package org.gongzhi.access;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// One way in: a method and a path pattern, read from the running program.
record Endpoint(String method, String path, HandlerMethod handler) {

    private static final Pattern VARIABLE = Pattern.compile("\\{\\*?(\\w+)(?::[^{}]*(?:\\{[^}]*})?[^{}]*)?}");

    static List<Endpoint> all(RequestMappingHandlerMapping mapping) {
        var all = new ArrayList<Endpoint>();
        mapping.getHandlerMethods().forEach((info, handler) -> {
            if (handler.getBeanType().getName().startsWith("org.gongzhi.")) {
                var methods = info.getMethodsCondition().getMethods().isEmpty()
                        ? List.of("GET")
                        : info.getMethodsCondition().getMethods().stream()
                                .map(Enum::name)
                                .toList();
                for (String path : info.getPathPatternsCondition().getPatternValues()) {
                    methods.forEach(method -> all.add(new Endpoint(method, path, handler)));
                }
            }
        });
        return all;
    }

    /// The pattern without `/api/v1` and without what a variable may look like.
    String address() {
        String plain = path.startsWith("/api/v1/") ? path.substring("/api/v1".length()) : path;
        return VARIABLE.matcher(plain.replace("/{*", "/{")).replaceAll("{$1}");
    }

    boolean forPrograms() {
        return path.startsWith("/api/");
    }

    String module() {
        return handler.getBeanType().getName().split("\\.")[2];
    }

    /// The beginnings of the address that end with a variable: one for each.
    List<String> variables() {
        var beginnings = new ArrayList<String>();
        var found = VARIABLE.matcher(address());
        while (found.find()) {
            beginnings.add(address().substring(0, found.end()));
        }
        return beginnings;
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
