package atrium.platform.identity;

import java.util.Locale;
import org.springframework.security.core.AuthenticationException;

/** Why a bearer token is refused: what the client is told, without the token, and what is counted. */
enum TokenFault {
    WRONG("The bearer token is not valid."),
    MALFORMED("The access token is malformed."),
    FOREIGN("The token is not an access token of Atrium's."),
    UNKNOWN_KEY("No gateway that can be reached knows the key of the access token."),
    SIGNATURE("The signature of the access token is wrong."),
    EXPIRED("The access token has expired."),
    NOT_YET("The access token is not valid yet."),
    REVOKED("The session of the access token is over.");

    private final String detail;

    TokenFault(String detail) {
        this.detail = detail;
    }

    /** As a meter's tag. */
    String tag() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    InvalidTokenException exception() {
        return new InvalidTokenException(this);
    }

    /** The client's mistake, not ours: without a stack trace. Its message may be told. */
    static final class InvalidTokenException extends AuthenticationException {

        private static final long serialVersionUID = 1;

        private final TokenFault fault;

        private InvalidTokenException(TokenFault fault) {
            super(fault.detail);
            this.fault = fault;
        }

        TokenFault fault() {
            return fault;
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}
