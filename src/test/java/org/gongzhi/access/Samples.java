package org.gongzhi.access;

import jakarta.servlet.http.HttpServletRequest;
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
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gongzhi.Foreign;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ValueConstants;
import org.springframework.web.multipart.MultipartFile;

/// What an endpoint is sent so that it reads it: from the types of its parameters, and from what the module says of its
/// own words. What may be missing is missing unless something is said of it.
final class Samples {

    private final Foreign foreign;
    private final Map<String, Object> instead;

    Samples(Foreign foreign) {
        this(foreign, Map.of());
    }

    private Samples(Foreign foreign, Map<String, Object> instead) {
        this.foreign = foreign;
        this.instead = instead;
    }

    /// The same, which says these words whatever it would say otherwise.
    Samples saying(Map<String, Object> words) {
        return new Samples(foreign, words);
    }

    /// All it could be sent: the names of the fields and components that are no records themselves.
    Map<String, Type> words(Endpoint endpoint) {
        var words = new LinkedHashMap<String, Type>();
        for (MethodParameter parameter : endpoint.handler().getMethodParameters()) {
            if (parameter.hasParameterAnnotation(RequestParam.class)) {
                words.put(name(parameter), parameter.getGenericParameterType());
            } else if (parameter.hasParameterAnnotation(RequestBody.class)
                    || parameter.getParameterAnnotations().length == 0) {
                leaves(parameter.getGenericParameterType(), words);
            } else if (parameter.hasParameterAnnotation(ModelAttribute.class)) {
                leaves(parameter.getGenericParameterType(), words);
            }
        }
        if (freely(endpoint)) {
            foreign.wordsAt(endpoint.address()).forEach(word -> words.putIfAbsent(word, String.class));
        }
        return words;
    }

    /// A form that the page reads itself.
    private static boolean freely(Endpoint endpoint) {
        return !endpoint.forPrograms()
                && Arrays.stream(endpoint.handler().getMethodParameters())
                        .anyMatch(each -> each.getParameterType() == HttpServletRequest.class);
    }

    private static void leaves(Type type, Map<String, Type> words) {
        for (RecordComponent component : components(type)) {
            if (components(component.getGenericType()).length == 0) {
                words.put(component.getName(), component.getGenericType());
            } else {
                leaves(component.getGenericType(), words);
            }
        }
    }

    /// Those of a record, of ours and not of the framework, or of what a list has many of.
    private static RecordComponent[] components(Type type) {
        Type one = type instanceof ParameterizedType shaped ? shaped.getActualTypeArguments()[0] : type;
        return one instanceof Class<?> plain && plain.isRecord() && plain != Actor.class
                ? plain.getRecordComponents()
                : new RecordComponent[0];
    }

    /// Whether something is said that stands in a part which may be missing.
    private boolean spoken(Endpoint endpoint, Type type) {
        var words = new LinkedHashMap<String, Type>();
        leaves(type, words);
        return words.keySet().stream()
                .anyMatch(word -> instead.containsKey(word)
                        || foreign.wordsAt(endpoint.address()).contains(word));
    }

    private static String name(MethodParameter parameter) {
        parameter.initParameterNameDiscovery(new org.springframework.core.DefaultParameterNameDiscoverer());
        var asked = java.util.Objects.requireNonNull(parameter.getParameterAnnotation(RequestParam.class));
        String name = asked.name().isEmpty() ? asked.value() : asked.name();
        return name.isEmpty() ? String.valueOf(parameter.getParameterName()) : name;
    }

    /// The fields of a form or a question.
    Map<String, String> fields(Endpoint endpoint) {
        var fields = new LinkedHashMap<String, String>();
        for (MethodParameter parameter : endpoint.handler().getMethodParameters()) {
            var asked = parameter.getParameterAnnotation(RequestParam.class);
            if (asked != null) {
                boolean needed = asked.required() && asked.defaultValue().equals(ValueConstants.DEFAULT_NONE);
                add(fields, endpoint, name(parameter), parameter.getGenericParameterType(), needed);
            } else if (parameter.getParameterType().isRecord()
                    && parameter.getParameterType() != Actor.class
                    && !parameter.hasParameterAnnotation(RequestBody.class)) {
                for (RecordComponent component : parameter.getParameterType().getRecordComponents()) {
                    add(fields, endpoint, component.getName(), component.getGenericType(), needed(component));
                }
            }
        }
        if (freely(endpoint)) {
            foreign.wordsAt(endpoint.address()).forEach(word -> add(fields, endpoint, word, String.class, false));
            fields.values().removeIf("false"::equals); // a box that is not ticked is not sent
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
                said.ifPresent(value -> body.put(component.getName(), instead(value, component.getGenericType())));
            } else if (needed(component) || spoken(endpoint, component.getGenericType())) {
                body.put(component.getName(), value(endpoint, component.getGenericType()));
            }
        }
        return body;
    }

    /// What is said of a component, with what is said instead of its own components.
    private Object instead(Object value, Type type) {
        if (!(value instanceof Map<?, ?> said)) {
            boolean one = type.getTypeName().startsWith(List.class.getName()) && !(value instanceof Collection<?>);
            return one ? List.of(value) : value;
        }
        var other = new LinkedHashMap<Object, Object>(said);
        for (RecordComponent component : components(type)) {
            if (instead.containsKey(component.getName())) {
                other.put(component.getName(), instead(instead.get(component.getName()), component.getGenericType()));
            }
        }
        return other;
    }

    private @Nullable Optional<Object> said(Endpoint endpoint, String name) {
        if (instead.containsKey(name)) {
            return Optional.of(instead.get(name));
        }
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
