package atrium.stream.egress.hls;

import atrium.platform.problem.ProblemException;
import atrium.platform.problem.ProblemType;
import java.time.Duration;
import org.springframework.http.HttpStatus;

/** The errors that only HLS has. */
enum HlsProblem implements ProblemType {
    BAD_DIRECTIVE("bad-hls-directive", HttpStatus.BAD_REQUEST, "The playlist cannot be asked for in this way"),
    NO_SUCH_FILE("no-such-segment", HttpStatus.NOT_FOUND, "The stream has no such segment, or no longer"),
    LATE("hls-late", HttpStatus.SERVICE_UNAVAILABLE, "What was asked for did not come in time"),
    CROWDED("hls-crowded", HttpStatus.SERVICE_UNAVAILABLE, "Too many requests wait already");

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Line line;

    HlsProblem(String code, HttpStatus status, String title) {
        this.line = new Line(code, status, title);
    }

    /** That it may be otherwise soon. */
    ProblemException forNow(String detail) {
        return with(detail).retryAfter(RETRY);
    }

    @Override
    public Line line() {
        return line;
    }
}
