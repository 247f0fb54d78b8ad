package org.gongzhi.kernel;

import java.util.List;

/// What the program answers when it will not do what was asked: a kind, and the key of a sentence in the message
/// files that says what is wrong and what to do next. The one family of expected errors; everything else is a fault.
public final class Refusal extends RuntimeException {

    /// Decides the HTTP status: 400, 401, 403, 404, 409, 429, 503.
    public enum Kind {
        INVALID(400),
        SIGN_IN(401),
        FORBIDDEN(403),
        UNKNOWN(404),
        CONFLICT(409),
        TOO_MANY(429),
        UNAVAILABLE(503);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    private final Kind kind;
    private final String code;
    private final transient List<Object> arguments;

    private Refusal(Kind kind, String code, Object... arguments) {
        super(kind + " " + code, null, false, false);
        this.kind = kind;
        this.code = code;
        this.arguments = List.of(arguments);
    }

    public static Refusal invalid(String code, Object... arguments) {
        return new Refusal(Kind.INVALID, code, arguments);
    }

    public static Refusal signIn(String code, Object... arguments) {
        return new Refusal(Kind.SIGN_IN, code, arguments);
    }

    public static Refusal forbidden(String code, Object... arguments) {
        return new Refusal(Kind.FORBIDDEN, code, arguments);
    }

    public static Refusal unknown(String code, Object... arguments) {
        return new Refusal(Kind.UNKNOWN, code, arguments);
    }

    public static Refusal conflict(String code, Object... arguments) {
        return new Refusal(Kind.CONFLICT, code, arguments);
    }

    public static Refusal tooMany(String code, Object... arguments) {
        return new Refusal(Kind.TOO_MANY, code, arguments);
    }

    public static Refusal unavailable(String code, Object... arguments) {
        return new Refusal(Kind.UNAVAILABLE, code, arguments);
    }

    public Kind kind() {
        return kind;
    }

    /// The key `refusal.<code>` in the message files.
    public String code() {
        return code;
    }

    public List<Object> arguments() {
        return arguments;
    }
}
