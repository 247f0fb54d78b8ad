package org.gongzhi.access;

import java.util.ArrayList;
import java.util.List;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// One way in: a method and a path pattern, read from the running program.
record Endpoint(String method, String path, HandlerMethod handler) {

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
}
