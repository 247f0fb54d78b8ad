package org.gongzhi.access.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.gongzhi.access.Actor;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.access.Writer;
import org.gongzhi.kernel.Refusal;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/// Lets a request through to a handler method only under the rule that stands on it; no rule, no entry.
@Component
class Guard implements HandlerInterceptor {

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!(handler instanceof HandlerMethod method) || !ours(method)) {
            return true;
        }
        Actor actor = SessionFilter.actor(request);
        if (!request.getMethod().equals("GET")) {
            Writer.require(actor, writer(request, method));
        }
        Method target = method.getMethod();
        if (target.isAnnotationPresent(ForEveryone.class)) {
            return true;
        }
        if (!actor.signedIn()) {
            throw Refusal.signIn("sign-in");
        }
        if (target.isAnnotationPresent(ForSignedIn.class)) {
            return true;
        }
        Needs needs = target.getAnnotation(Needs.class);
        if (needs == null || Arrays.stream(needs.value()).noneMatch(actor::may)) {
            throw Refusal.forbidden("not-allowed");
        }
        return true;
    }

    /// Scripts send a header, forms a field; a body that the method reads itself is left to it.
    private static @Nullable String writer(HttpServletRequest request, HandlerMethod method) {
        String header = request.getHeader("Gongzhi-Writer");
        boolean form = Arrays.stream(method.getMethodParameters())
                .noneMatch(each -> each.hasParameterAnnotation(RequestBody.class));
        return header == null && form ? request.getParameter("writer") : header;
    }

    private static boolean ours(HandlerMethod method) {
        return method.getBeanType().getName().startsWith("org.gongzhi.");
    }
}
