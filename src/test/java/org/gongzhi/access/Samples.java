package org.gongzhi.access;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gongzhi.Foreign;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ValueConstants;
import org.springframework.web.multipart.MultipartFile;

/// What an endpoint is sent so that it reads it: from the types of its parameters, and from what the module says of its
/// own words. What may be missing is missing unless something is said of it.
final class Samples {

    private final Foreign foreign;

    Samples(Foreign foreign) {
        this.foreign = foreign;
    }

    /// The fields of a form or a question.
    Map<String, String> fields(Endpoint endpoint) {
        var fields = new LinkedHashMap<String, String>();
        for (MethodParameter parameter : endpoint.handler().getMethodParameters()) {
            parameter.initParameterNameDiscovery(new org.springframework.core.DefaultParameterNameDiscoverer());
            var asked = parameter.getParameterAnnotation(RequestParam.class);
            if (asked != null) {
                String name = asked.name().isEmpty() ? asked.value() : asked.name();
                boolean needed = asked.required() && asked.defaultValue().equals(ValueConstants.DEFAULT_NONE);
                add(
                        fields,
                        endpoint,
                        name.isEmpty() ? String.valueOf(parameter.getParameterName()) : name,
                        parameter.getGenericParameterType(),
                        needed);
            } else if (parameter.getParameterType().isRecord() && parameter.getParameterAnnotations().length == 0) {
                for (RecordComponent component : parameter.getParameterType().getRecordComponents()) {
                    add(fields, endpoint, component.getName(), component.getGenericType(), needed(component));
                }
            }
        }
        return fields;
    }

    private void add(Map<String, String> fields, Endpoint endpoint, String name, Type type, boolean needed) {
        var said = said(endpoint, name);
        if (said != null) {
            said.ifPresent(value -> fields.put(name, flat(value)));
        } else if (needed && !type.getTypeName().contains(MultipartFile.class.getSimpleName())) {
            fields.put(name, flat(value(endpoint, type)));
        }
    }

    private static String flat(Object value) {
        return value instanceof Collection<?> many ? many.iterator().next().toString() : value.toString();
    }

    /// The body of a call by a program, or null when it takes none.
    @Nullable
    Object body(Endpoint endpoint) {
        for (MethodParameter parameter : endpoint.handler().getMethodParameters()) {
            if (parameter.hasParameterAnnotation(RequestBody.class)) {
                return value(endpoint, parameter.getGenericParameterType());
            }
        }
        return null;
    }

    private Object record(Endpoint endpoint, Class<?> type) {
        var body = new LinkedHashMap<String, Object>();
        for (RecordComponent component : type.getRecordComponents()) {
            var said = said(endpoint, component.getName());
            if (said != null) {
                said.ifPresent(value -> body.put(component.getName(), value));
            } else if (needed(component)) {
                body.put(component.getName(), value(endpoint, component.getGenericType()));
            }
        }
        return body;
    }

    private @Nullable Optional<Object> said(Endpoint endpoint, String name) {
        return foreign.said(endpoint.address(), name);
    }

    private static boolean needed(RecordComponent component) {
        AnnotatedElement type = component.getAnnotatedType();
        return !type.isAnnotationPresent(Nullable.class);
    }

    private Object value(Endpoint endpoint, Type type) {
        if (type instanceof ParameterizedType shaped) {
            return Map.class.isAssignableFrom((Class<?>) shaped.getRawType())
                    ? Map.of()
                    : List.of(value(endpoint, shaped.getActualTypeArguments()[0]));
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isEnum()) {
            return ((Enum<?>) plain.getEnumConstants()[0]).name();
        }
        return plain.isRecord() ? record(endpoint, plain) : simple(plain);
    }

    private static final Map<Class<?>, Object> SIMPLE = Map.ofEntries(
            Map.entry(String.class, "x"),
            Map.entry(boolean.class, true),
            Map.entry(Boolean.class, true),
            Map.entry(LocalDate.class, "2026-12-01"),
            Map.entry(LocalTime.class, "09:00"),
            Map.entry(LocalDateTime.class, "2026-12-01T09:00"),
            Map.entry(Instant.class, "2026-12-01T01:00:00Z"),
            Map.entry(DayOfWeek.class, "MONDAY"),
            Map.entry(BigDecimal.class, 1),
            Map.entry(Map.class, Map.of()));

    private static Object simple(Class<?> type) {
        return SIMPLE.getOrDefault(type, 1);
    }
}
