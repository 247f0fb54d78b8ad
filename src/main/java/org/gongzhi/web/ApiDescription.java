package org.gongzhi.web;

import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gongzhi.access.Actor;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.access.Needs;
import org.gongzhi.kernel.Words;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.method.HandlerMethod;
import tools.jackson.databind.JsonNode;

/// Describes the API so that generators make a client of it that compiles: names that stand for one thing, who has
/// to sign in and how, and what a refusal looks like.
@Configuration
class ApiDescription {

    private static final String TOKEN = "token";
    private static final String PROBLEM = "Problem";

    /// What an operation may be refused with beside what is read wrongly.
    private static final Map<Integer, String> REFUSALS = new TreeMap<>(Map.of(
            400, "What was sent cannot be read, or does not fit",
            401, "Nobody is signed in, or the token is over",
            403, "The asker may not",
            404, "There is no such thing where the asker may look",
            409, "It has changed meanwhile, or is not in a state for this",
            429, "Too many tries"));

    static {
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(Actor.class, Words.class)
                .replaceWithSchema(JsonNode.class, new ObjectSchema());
    }

    @Bean
    static ModelResolver schemaNames(ObjectMapperProvider mappers) {
        return new ModelResolver(mappers.jsonMapper(), new SchemaNames());
    }

    @Bean
    static OpenAPI openApi() {
        var components = new Components()
                .addSecuritySchemes(
                        TOKEN,
                        new SecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description("A token from the page of one's account"))
                .addSchemas(PROBLEM, problem());
        REFUSALS.forEach((status, why) -> components.addResponses(
                Integer.toString(status),
                new ApiResponse()
                        .description(why)
                        .content(new Content()
                                .addMediaType(
                                        "application/problem+json",
                                        new MediaType().schema(new Schema<>().$ref(PROBLEM))))));
        return new OpenAPI()
                .info(new Info()
                        .title("Gongzhi")
                        .version("v1")
                        .description("What the pages do, for programs. Errors are RFC 9457 problems.")
                        .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
                .components(components);
    }

    /// RFC 9457, with the code of the refusal.
    private static Schema<?> problem() {
        return new ObjectSchema()
                .addProperty("type", new StringSchema())
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema().description("A sentence in the asker's language"))
                .addProperty("code", new StringSchema())
                .required(List.of("type", "title", "status", "detail", "code"));
    }

    /// JSON has lists and no sets; generators stumble over sets of words.
    @Bean
    static GlobalOpenApiCustomizer openApiLists() {
        return api -> api.getComponents().getSchemas().values().stream()
                .filter(schema -> schema.getProperties() != null)
                .flatMap(schema -> ((Map<?, ?>) schema.getProperties()).values().stream())
                .forEach(property -> ((Schema<?>) property).setUniqueItems(null));
    }

    @Bean
    static GlobalOperationCustomizer openApiOperations() {
        return (operation, handler) -> {
            operation.setOperationId(id(handler));
            boolean everybody = handler.hasMethodAnnotation(ForEveryone.class);
            if (everybody) {
                operation.addSecurityItem(new SecurityRequirement()); // or with a token, which may show more
            }
            operation.addSecurityItem(new SecurityRequirement().addList(TOKEN));
            refused(operation, 400);
            if (!everybody) {
                refused(operation, 401);
            }
            if (handler.hasMethodAnnotation(Needs.class)) {
                refused(operation, 403);
            }
            if (names(handler)) {
                refused(operation, 404);
            }
            if (operation.getRequestBody() != null) {
                refused(operation, 409);
            }
            if (everybody && operation.getRequestBody() != null) {
                refused(operation, 429);
            }
            return operation;
        };
    }

    /// `matterReport` for `MatterApi.report`; methods of one name are told apart by what they are asked for.
    private static String id(HandlerMethod handler) {
        String door = handler.getBeanType().getSimpleName().replaceAll("(Api|Pages)$", "");
        String method = handler.getMethod().getName();
        long alike = java.util.Arrays.stream(handler.getBeanType().getDeclaredMethods())
                .filter(each -> each.getName().equals(method))
                .count();
        String name = Character.toLowerCase(door.charAt(0))
                + door.substring(1)
                + Character.toUpperCase(method.charAt(0))
                + method.substring(1);
        return alike == 1 ? name : name + handler.getMethodParameters().length;
    }

    private static boolean names(HandlerMethod handler) {
        return java.util.Arrays.stream(handler.getMethodParameters())
                .anyMatch(each -> each.hasParameterAnnotation(PathVariable.class));
    }

    private static void refused(Operation operation, int status) {
        operation
                .getResponses()
                .addApiResponse(Integer.toString(status), new ApiResponse().$ref(Integer.toString(status)));
    }
}
