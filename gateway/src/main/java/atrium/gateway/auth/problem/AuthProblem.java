package atrium.gateway.auth.problem;

import atrium.platform.problem.ProblemType;
import org.springframework.http.HttpStatus;

/** Why somebody is not let in, or an account stays as it is. */
public enum AuthProblem implements ProblemType {
    WRONG_CREDENTIALS("wrong-credentials", HttpStatus.UNAUTHORIZED, "The name or the password is wrong"),
    SESSION_ENDED("session-ended", HttpStatus.UNAUTHORIZED, "Sign-in is needed again"),
    FOREIGN_ORIGIN("foreign-origin", HttpStatus.FORBIDDEN, "Another site may not ask for this"),
    TOO_MANY_ATTEMPTS("too-many-attempts", HttpStatus.TOO_MANY_REQUESTS, "Too many attempts"),
    BUSY("sign-in-busy", HttpStatus.SERVICE_UNAVAILABLE, "Too many people sign in at this moment"),
    NAME_TAKEN("name-taken", HttpStatus.CONFLICT, "The name is taken"),
    LAST_ADMIN("last-admin", HttpStatus.CONFLICT, "Somebody has to be admin"),
    FULL("accounts-full", HttpStatus.CONFLICT, "No more are possible"),
    INVITE_ENDED("invite-ended", HttpStatus.GONE, "The invitation is no longer valid"),
    SIGN_IN_FAILED("sign-in-failed", HttpStatus.BAD_REQUEST, "The sign-in did not succeed"),
    NOT_ADMITTED("not-admitted", HttpStatus.FORBIDDEN, "You may not come in here"),
    PROVIDER_AWAY("provider-away", HttpStatus.SERVICE_UNAVAILABLE, "The sign-in provider does not answer"),
    PASSWORDS_OFF("passwords-off", HttpStatus.FORBIDDEN, "There is no sign-in by password"),
    NO_PASSWORD("no-password", HttpStatus.CONFLICT, "The account has no password"),
    NOT_SAVED("not-saved", HttpStatus.SERVICE_UNAVAILABLE, "The change could not be stored");

    private final Line line;

    AuthProblem(String code, HttpStatus status, String title) {
        this.line = new Line(code, status, title);
    }

    @Override
    public Line line() {
        return line;
    }
}
