package org.hotline12345.office;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that the rules do not allow. The one exception for expected refusals; the web server maps its kind to a
 * status in one place. The message goes to the person who asked, so it holds no personal data.
 */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why, as the asker must understand it. The {@code type} is stable: clients may rely on it. */
    public enum Kind {
        /** The input itself is wrong; asking again unchanged cannot help. */
        INVALID(400, "invalid"),
        /** Nobody is signed in, or the sign-in failed. */
        SIGN_IN(401, "sign-in"),
        /** The person lacks the right. */
        FORBIDDEN(403, "forbidden"),
        /** There is no such thing, or none that this person may see: both answer alike. */
        UNKNOWN(404, "unknown"),
        /** The state of the thing does not allow it, or somebody else was first. */
        CONFLICT(409, "conflict"),
        /** It is larger than anything that is taken. */
        TOO_LARGE(413, "too-large"),
        /** A key that makes a request unique came with another request before. */
        KEY_REUSED(422, "key-reused"),
        /** A limit was reached; asking later can help. */
        LIMIT(429, "limit"),
        /** A part that is needed (Asterisk, the SMS centre) is away. */
        AWAY(503, "away");

        private final int status;
        private final String type;

        Kind(int status, String type) {
            this.status = status;
            this.type = type;
        }

        public int status() {
            return status;
        }

        public String type() {
            return type;
        }
    }

    private final Kind kind;
    private final @Nullable Duration retryAfter;

    private Refused(Kind kind, String message) {
        this(kind, message, null);
    }

    /** Without a stack trace: it is an answer, not a fault, and the rules are often asked what they would refuse. */
    private Refused(Kind kind, String message, @Nullable Duration retryAfter) {
        super(message, null, false, false);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    public Kind kind() {
        return kind;
    }

    /** How long to wait before asking again, where that is known. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    public static Refused invalid(String message) {
        return new Refused(Kind.INVALID, message);
    }

    public static Refused signIn(String message) {
        return new Refused(Kind.SIGN_IN, message);
    }

    public static Refused forbidden(String message) {
        return new Refused(Kind.FORBIDDEN, message);
    }

    public static Refused unknown(String message) {
        return new Refused(Kind.UNKNOWN, message);
    }

    public static Refused conflict(String message) {
        return new Refused(Kind.CONFLICT, message);
    }

    public static Refused limit(String message) {
        return new Refused(Kind.LIMIT, message);
    }

    public static Refused limit(String message, Duration retryAfter) {
        return new Refused(Kind.LIMIT, message, retryAfter);
    }

    public static Refused tooLarge(String message) {
        return new Refused(Kind.TOO_LARGE, message);
    }

    public static Refused keyReused(String message) {
        return new Refused(Kind.KEY_REUSED, message);
    }

    public static Refused away(String message) {
        return new Refused(Kind.AWAY, message);
    }
}
