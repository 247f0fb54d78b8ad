package org.gongzhi.access.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Sessions;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/// Finds out who is asking: from the session cookie of a browser, or the bearer token of a program.
@Component
@Order(10)
class SessionFilter extends OncePerRequestFilter {

    static final String ACTOR = "gongzhi.actor";

    private final Sessions sessions;
    private final SessionCookie cookie;
    private final ObjectProvider<HandlerExceptionResolver> errors;

    SessionFilter(
            Sessions sessions,
            SessionCookie cookie,
            @Qualifier("handlerExceptionResolver") ObjectProvider<HandlerExceptionResolver> errors) {
        this.sessions = sessions;
        this.cookie = cookie;
        this.errors = errors;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String secret = secret(request);
        if (secret != null && !request.getRequestURI().startsWith("/static/")) {
            try {
                request.setAttribute(ACTOR, sessions.actor(secret));
            } catch (DataAccessException | TransactionException away) {
                errors.getObject().resolveException(request, response, null, away);
                return;
            }
        }
        chain.doFilter(request, response);
    }

    static Actor actor(HttpServletRequest request) {
        return request.getAttribute(ACTOR) instanceof Actor actor ? actor : Actor.VISITOR;
    }

    private @Nullable String secret(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        if (header != null && header.startsWith("Bearer ")) {
            return header.substring(7).strip();
        }
        return cookie.of(request);
    }
}
