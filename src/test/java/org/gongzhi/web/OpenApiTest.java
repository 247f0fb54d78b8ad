package org.gongzhi.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.gongzhi.EmbeddedOnly;
import org.gongzhi.RunningProgram;
import org.gongzhi.access.ForEveryone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/// The description of the API says what the program takes, in a form from which generators make a client.
@EmbeddedOnly("about a description; has no SQL")
class OpenApiTest extends RunningProgram {

    @Autowired
    private RequestMappingHandlerMapping requestMappingHandlerMapping;

    private JsonNode api;

    @BeforeEach
    void read() throws Exception {
        api = get("/openapi.json", "");
    }

    private void eachOperation(BiConsumer<String, JsonNode> look) {
        for (var path : api.path("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                look.accept(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), operation.getValue());
            }
        }
    }

    private Map<String, HandlerMethod> handlers() {
        var handlers = new HashMap<String, HandlerMethod>();
        requestMappingHandlerMapping
                .getHandlerMethods()
                .forEach((info, handler) -> info.getPathPatternsCondition()
                        .getPatternValues()
                        .forEach(path -> info.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> handlers.put(method + " " + path, handler))));
        return handlers;
    }

    private JsonNode schema(JsonNode body) {
        JsonNode schema = body.path("content").path("application/json").path("schema");
        return schema.has("$ref")
                ? api.path("components")
                        .path("schemas")
                        .path(schema.path("$ref").asString().replaceAll(".*/", ""))
                : schema;
    }

    private final List<String> wrong = new ArrayList<>();
    private int bodies;

    private void compare(String name, MethodParameter parameter, JsonNode operation) {
        bodies++;
        var wanted = new TreeSet<>(Arrays.stream(parameter.getParameterType().getRecordComponents())
                .map(RecordComponent::getName)
                .toList());
        var found = new TreeSet<>(
                schema(operation.path("requestBody")).path("properties").propertyNames());
        if (!found.equals(wanted)) {
            wrong.add(name + " takes " + wanted + " and is described with " + found);
        }
    }

    /// Types of one simple name do not take each other's place.
    @Test
    void everyBodyIsDescribedAsTheOneThatIsTaken() {
        var handlers = handlers();
        eachOperation((name, operation) -> {
            for (var parameter : handlers.get(name).getMethodParameters()) {
                if (parameter.hasParameterAnnotation(RequestBody.class)
                        && parameter.getParameterType().isRecord()) {
                    compare(name, parameter, operation);
                }
            }
        });
        assertThat(wrong).isEmpty();
        assertThat(bodies).isGreaterThan(80);
    }

    @Test
    void whoAsksIsNoParameter() {
        eachOperation((name, operation) -> {
            for (JsonNode parameter : operation.path("parameters")) {
                if (parameter.path("name").asString().equals("actor")
                        || parameter.path("schema").toString().contains("Actor")) {
                    wrong.add(name + " asks for " + parameter);
                }
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void whoAsksHasToProveItWhereThatIsSo() {
        JsonNode scheme = api.path("components").path("securitySchemes").path("token");
        assertThat(scheme.path("scheme").asString()).isEqualTo("bearer");
        var handlers = handlers();
        var names = new HashSet<String>();
        eachOperation((name, operation) -> {
            String security = operation.path("security").toString();
            boolean open = handlers.get(name).hasMethodAnnotation(ForEveryone.class);
            if (security.contains("{}") != open || !security.contains("token")) {
                wrong.add(name + " is described as open: " + security);
            }
            if (!names.add(operation.path("operationId").asString())) {
                wrong.add(name + " shares its id");
            }
        });
        assertThat(wrong).isEmpty();
        assertThat(names).hasSizeGreaterThan(250);
    }

    @Test
    void everyOperationSaysHowItIsRefused() {
        eachOperation((name, operation) -> {
            JsonNode answers = operation.path("responses");
            boolean open = operation.path("security").toString().contains("{}");
            for (String status : name.contains("{") ? List.of("400", "404") : List.of("400")) {
                if (!answers.path(status).has("$ref")) {
                    wrong.add(name + " lacks " + status);
                }
            }
            if (!open && !answers.has("401")) {
                wrong.add(name + " lacks 401");
            }
        });
        assertThat(wrong).isEmpty();
        for (String status : List.of("400", "401", "403", "404", "409", "429")) {
            assertThat(api.path("components")
                            .path("responses")
                            .path(status)
                            .path("content")
                            .path("application/problem+json")
                            .path("schema")
                            .path("$ref")
                            .asString())
                    .as(status)
                    .endsWith("/Problem");
        }
    }
}
