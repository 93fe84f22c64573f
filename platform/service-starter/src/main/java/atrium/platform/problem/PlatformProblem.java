package atrium.platform.problem;

import org.springframework.http.HttpStatus;

/** The errors that every service can answer with. */
public enum PlatformProblem implements ProblemType {
    BAD_REQUEST("bad-request", HttpStatus.BAD_REQUEST, "The request is not valid"),
    UNAUTHENTICATED("unauthenticated", HttpStatus.UNAUTHORIZED, "Sign-in is needed"),
    FORBIDDEN("forbidden", HttpStatus.FORBIDDEN, "Not allowed"),
    ROOM_PRIVATE("room-private", HttpStatus.FORBIDDEN, "This room is private"),
    NOT_FOUND("not-found", HttpStatus.NOT_FOUND, "There is nothing here"),
    INTERNAL("internal", HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong on our side"),
    UNAVAILABLE("unavailable", HttpStatus.SERVICE_UNAVAILABLE, "Not available now");

    private final Line line;

    PlatformProblem(String code, HttpStatus status, String title) {
        this.line = new Line(code, status, title);
    }

    @Override
    public Line line() {
        return line;
    }
}
