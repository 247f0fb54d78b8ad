package org.gongzhi.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.gongzhi.kernel.Refusal;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/// Refuses, before any handler, what none could make sense of: broken coding, a sign that no text holds, days that no
/// calendar of ours reaches, a list of less than one. What bodies hold is read under the same rules ([ReadableJson]).
@Component
class ReadableRequest implements HandlerInterceptor {

    private static final Pattern DAY = Pattern.compile("([+-]?\\d{4,10})-(?:0\\d|1[0-2])(?:-\\d\\d(?:[T ].*)?)?");
    private static final Pattern COUNT = Pattern.compile("0*[1-9]\\d*");

    static final int FIRST_YEAR = 1800;
    static final int LAST_YEAR = 2199;

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method
                && method.getBeanType().getName().startsWith("org.gongzhi.")
                && !method.getBeanType().equals(Errors.Container.class)) {
            if (request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> path) {
                path.forEach((name, value) -> require(name.toString(), value.toString()));
            }
            if (!readsForm(request, method)) {
                parameters(request);
            }
        }
        return true;
    }

    /// A form that the method takes as a whole is left to it.
    private static boolean readsForm(HttpServletRequest request, HandlerMethod method) {
        String type = request.getContentType();
        return type != null
                && type.startsWith("application/x-www-form-urlencoded")
                && Arrays.stream(method.getMethodParameters())
                        .anyMatch(each -> each.hasParameterAnnotation(RequestBody.class));
    }

    private static void parameters(HttpServletRequest request) {
        try {
            request.getParameterMap().forEach((name, values) -> {
                for (String value : values) {
                    require(name, value);
                }
            });
        } catch (InvalidParameterException broken) {
            throw Refusal.invalid("unreadable");
        }
    }

    private static void require(String name, String value) {
        if (value.indexOf('\0') >= 0 || name.indexOf('\0') >= 0) {
            throw Refusal.invalid("unreadable");
        }
        if (name.equals("limit") && !value.isEmpty() && !COUNT.matcher(value).matches()) {
            throw Refusal.invalid("limit");
        }
        var day = DAY.matcher(value);
        if (day.matches() && !near(Long.parseLong(day.group(1)))) {
            throw Refusal.invalid("date-far", "" + FIRST_YEAR, "" + LAST_YEAR);
        }
    }

    static boolean near(long year) {
        return year >= FIRST_YEAR && year <= LAST_YEAR;
    }
}
