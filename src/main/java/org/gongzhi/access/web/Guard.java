package org.gongzhi.access.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.gongzhi.access.Actor;
import org.gongzhi.access.ForEveryone;
import org.gongzhi.access.ForSignedIn;
import org.gongzhi.access.Needs;
import org.gongzhi.kernel.Refusal;
import org.springframework.stereotype.Component;
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

    private static boolean ours(HandlerMethod method) {
        return method.getBeanType().getName().startsWith("org.gongzhi.");
    }
}
