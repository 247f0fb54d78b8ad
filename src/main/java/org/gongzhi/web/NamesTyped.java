package org.gongzhi.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import org.gongzhi.kernel.Names;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/// Refuses names that look like others, wherever names are typed, in a form or in JSON: with signs that turn the
/// text around them, with signs that nobody sees, or of letters that only look like each other.
@ControllerAdvice
class NamesTyped extends RequestBodyAdviceAdapter implements HandlerInterceptor, WebMvcConfigurer {

    private static final Pattern NAME = Pattern.compile("(?i)(.*(?<!user|file)name|holder|contact|called)");
    private static final int DEEPEST = 6;

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        // Open311 has a form of its own for what is wrong, and its names are cleaned where they are kept
        registry.addInterceptor(this).excludePathPatterns("/open311/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!request.getMethod().equals("GET")) {
            request.getParameterMap().forEach((field, values) -> {
                for (String value : values) {
                    look(field, value);
                }
            });
        }
        return true;
    }

    @Override
    public boolean supports(MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converter) {
        return true;
    }

    @Override
    public Object afterBodyRead(
            Object body,
            HttpInputMessage message,
            MethodParameter parameter,
            Type type,
            Class<? extends HttpMessageConverter<?>> converter) {
        walk("", body, 0);
        return body;
    }

    private static void walk(String field, @Nullable Object value, int depth) {
        if (value == null || depth > DEEPEST) {
            return;
        }
        if (value instanceof String text) {
            look(field, text);
        } else if (value instanceof Collection<?> all) {
            all.forEach(each -> walk(field, each, depth + 1));
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, each) -> walk(String.valueOf(key), each, depth + 1));
        } else if (value instanceof Record told) {
            for (RecordComponent part : told.getClass().getRecordComponents()) {
                walk(part.getName(), read(part, told), depth + 1);
            }
        }
    }

    private static @Nullable Object read(RecordComponent part, Record told) {
        try {
            var accessor = part.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(told);
        } catch (IllegalAccessException | InvocationTargetException hidden) {
            throw new IllegalStateException(hidden);
        }
    }

    private static void look(String field, String value) {
        if (NAME.matcher(field).matches() && Names.wrong(value)) {
            throw Refusal.invalid("name-unseen");
        }
    }
}
