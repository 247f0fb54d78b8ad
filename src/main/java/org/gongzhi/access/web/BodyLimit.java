package org.gongzhi.access.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Cuts off what is larger than any page or program sends, before anything is made of it. Uploads (multipart) have
/// limits of their own.
@Component
@Order(4)
class BodyLimit extends OncePerRequestFilter {

    private final long most;

    BodyLimit(@Value("${gongzhi.access.body-kib:4096}") long mostKib) {
        this.most = mostKib * 1024;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String type = request.getContentType();
        if (type != null && type.startsWith("multipart/")) {
            chain.doFilter(request, response);
        } else if (request.getContentLengthLong() > most) {
            response.setHeader("Connection", "close");
            response.sendError(413, "too large");
        } else if (request.getContentLengthLong() < 0 && request.getHeader("Transfer-Encoding") != null) {
            chain.doFilter(new Counted(request, most), response);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static final class Counted extends HttpServletRequestWrapper {

        private final long most;

        Counted(HttpServletRequest request, long most) {
            super(request);
            this.most = most;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            ServletInputStream whole = super.getInputStream();
            return new ServletInputStream() {
                private long read;

                private int counted(int n) throws IOException {
                    read += Math.max(0, n);
                    if (read > most) {
                        throw new IOException("the body is too large");
                    }
                    return n;
                }

                @Override
                public int read() throws IOException {
                    int next = whole.read();
                    counted(next < 0 ? 0 : 1);
                    return next;
                }

                @Override
                public int read(byte[] bytes, int from, int count) throws IOException {
                    return counted(whole.read(bytes, from, count));
                }

                @Override
                public boolean isFinished() {
                    return whole.isFinished();
                }

                @Override
                public boolean isReady() {
                    return whole.isReady();
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    whole.setReadListener(listener);
                }
            };
        }
    }
}
