package org.gongzhi.operations.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Semaphore;
import org.gongzhi.kernel.Aside;
import org.gongzhi.kernel.Loans;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Shows the operator's page beside the pool while that has no connection to give: then above all one wants to see who
/// has them. One at a time; whoever comes meanwhile waits like everybody.
@Component
@Order(6)
class OperationsBeside extends OncePerRequestFilter {

    private final Semaphore one = new Semaphore(1);
    private final Loans pool;
    private final Aside aside;

    OperationsBeside(Loans pool, Aside aside) {
        this.pool = pool;
        this.aside = aside;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return !request.getMethod().equals("GET")
                || !(path.equals("/operations")
                        || path.startsWith("/operations/")
                        || path.startsWith("/api/v1/operations"));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!pool.full() || !one.tryAcquire()) {
            chain.doFilter(request, response);
            return;
        }
        try {
            aside.run(() -> answer(request, response, chain));
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        } finally {
            one.release();
        }
    }

    private static void answer(HttpServletRequest request, HttpServletResponse response, FilterChain chain) {
        try {
            chain.doFilter(request, response);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (ServletException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
