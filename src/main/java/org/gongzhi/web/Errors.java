package org.gongzhi.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.gongzhi.kernel.Outage;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Words;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.databind.json.JsonMapper;

/// The one translator of errors: a [Refusal] becomes a plain sentence on a page, or an RFC 9457 problem for
/// programs; a fault becomes a 500 whose cause stays in the log. What somebody had typed is shown again, so
/// that nothing is lost.
@ControllerAdvice
public class Errors {

    private static final Logger log = LoggerFactory.getLogger(Errors.class);

    private final Templates templates;
    private final JsonMapper json;

    Errors(Templates templates, JsonMapper json) {
        this.templates = templates;
        this.json = json;
    }

    @ExceptionHandler
    void refused(Refusal refusal, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (refusal.kind() == Refusal.Kind.UNAVAILABLE) {
            response.setHeader("Retry-After", "10");
        }
        Words words = Preferences.of(request).words();
        String sentence =
                words.t("refusal." + refusal.code(), refusal.arguments().toArray());
        answer(refusal.kind().status(), refusal.code(), sentence, request, response);
    }

    private void databaseAway(Exception away, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        log.warn("the database did not answer: {}", away.getClass().getSimpleName());
        refused(Refusal.unavailable("database"), request, response);
    }

    @ExceptionHandler(MultipartException.class)
    void uploadBroken(Exception broken, HttpServletRequest request, HttpServletResponse response) throws IOException {
        refused(Refusal.invalid("upload-broken"), request, response);
    }

    @ExceptionHandler(MaxUploadSizeExceededException.class)
    void tooLarge(Exception large, HttpServletRequest request, HttpServletResponse response) throws IOException {
        refused(Refusal.invalid("photo-large", org.gongzhi.files.Photos.MOST_BYTES / 1024 / 1024), request, response);
    }

    @ExceptionHandler({NoResourceFoundException.class, NoHandlerFoundException.class})
    void notFound(HttpServletRequest request, HttpServletResponse response) throws IOException {
        refused(Refusal.unknown("page"), request, response);
    }

    @ExceptionHandler({
        HttpMessageNotReadableException.class,
        MissingServletRequestParameterException.class,
        org.springframework.web.method.annotation.MethodArgumentTypeMismatchException.class,
        org.springframework.validation.BindException.class,
        org.springframework.web.method.annotation.HandlerMethodValidationException.class,
        org.springframework.web.bind.ServletRequestBindingException.class
    })
    void unreadable(Exception bad, HttpServletRequest request, HttpServletResponse response) throws IOException {
        refused(Refusal.invalid("unreadable"), request, response);
    }

    @ExceptionHandler
    void fault(Exception fault, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (fault instanceof org.springframework.web.ErrorResponse known
                && known.getStatusCode().is4xxClientError()) {
            Words words = Preferences.of(request).words();
            answer(known.getStatusCode().value(), "unreadable", words.t("refusal.unreadable"), request, response);
            return;
        }
        if (response.isCommitted()
                || fault instanceof org.springframework.web.context.request.async.AsyncRequestNotUsableException) {
            log.debug("the client went away: {}", fault.getMessage());
            return;
        }
        if (Outage.causes(fault) || fault instanceof PessimisticLockingFailureException) {
            databaseAway(fault, request, response);
            return;
        }
        if (unwritable(fault)) {
            unreadable(fault, request, response);
            return;
        }
        log.error("{} {} failed", request.getMethod(), request.getRequestURI(), fault);
        answer(500, "fault", Preferences.of(request).words().t("refusal.fault"), request, response);
    }

    /// What the database says of values that no column holds: numbers and moments out of range, signs that no text
    /// holds, a list of less than nothing.
    private static final Set<String> UNWRITABLE =
            Set.of("22001", "22003", "22007", "22008", "22021", "22P05", "2201W", "2201X");

    private static boolean unwritable(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidParameterException
                    || cause instanceof SQLException sql && UNWRITABLE.contains(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    void answer(int status, String code, String sentence, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(status);
        if (wantsJson(request)) {
            var problem = ProblemDetail.forStatusAndDetail(HttpStatus.valueOf(status), sentence);
            problem.setType(URI.create("urn:gongzhi:refusal:" + code));
            problem.setTitle(HttpStatus.valueOf(status).getReasonPhrase());
            problem.setProperty("code", code);
            response.setContentType("application/problem+json");
            response.getOutputStream().write(json.writeValueAsBytes(problem(problem)));
            return;
        }
        templates.render(
                "web/error",
                Map.of("status", status, "sentence", sentence, "typed", typed(request), "code", code),
                request,
                response);
    }

    private static Map<String, Object> problem(ProblemDetail problem) {
        var all = new LinkedHashMap<String, Object>();
        all.put("type", String.valueOf(problem.getType()));
        all.put("title", String.valueOf(problem.getTitle()));
        all.put("status", problem.getStatus());
        all.put("detail", String.valueOf(problem.getDetail()));
        if (problem.getProperties() != null) {
            all.putAll(problem.getProperties());
        }
        return all;
    }

    private static boolean wantsJson(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return request.getRequestURI().startsWith("/api/") || (accept != null && accept.contains("json"));
    }

    /// The words of a refused form, to copy or send again.
    private static String typed(HttpServletRequest request) {
        if (!request.getMethod().equals("POST")) {
            return "";
        }
        try {
            String words = request.getParameter("words");
            String text = request.getParameter("text");
            return words != null && !words.isBlank() ? words : text == null ? "" : text;
        } catch (InvalidParameterException broken) {
            return "";
        }
    }

    /// What the container itself refuses (no such page, a filter's 403) is told in the same way.
    @org.springframework.stereotype.Controller
    static class Container implements ErrorController {

        private final Errors errors;

        Container(Errors errors) {
            this.errors = errors;
        }

        @org.springframework.web.bind.annotation.RequestMapping("/error")
        @org.gongzhi.access.ForEveryone(why = "says only that something was refused")
        void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
            Object status = request.getAttribute("jakarta.servlet.error.status_code");
            int code = status instanceof Integer number ? number : 404;
            String key = switch (code) {
                case 404 -> "page";
                case 413 -> "too-large";
                case 403 -> "cross-origin";
                default -> code < 500 ? "unreadable" : "fault";
            };
            Words words = Preferences.of(request).words();
            errors.answer(code, key, words.t("refusal." + key), request, response);
        }
    }
}
