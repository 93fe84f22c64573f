package atrium.stream.edge;

import atrium.platform.problem.ProblemException;
import atrium.platform.problem.ProblemType;
import atrium.stream.live.Ending;
import java.time.Duration;
import org.springframework.http.HttpStatus;

/** The errors of the streams over HTTP. */
public enum StreamProblem implements ProblemType {
    NO_SUCH_STREAM("no-such-stream", HttpStatus.NOT_FOUND, "There is no such stream"),
    SOURCE_UNAVAILABLE("source-unavailable", HttpStatus.SERVICE_UNAVAILABLE, "The stream's source does not come"),
    NO_PICTURE("no-picture", HttpStatus.NOT_FOUND, "The stream has no pictures"),
    SNAPSHOT_UNAVAILABLE("snapshot-unavailable", HttpStatus.SERVICE_UNAVAILABLE, "No snapshot can be made now"),
    STOPPING("stopping", HttpStatus.SERVICE_UNAVAILABLE, "The service is stopping"),
    SOURCE_REFUSED("source-refused", HttpStatus.BAD_REQUEST, "The source is not allowed"),
    BAD_NAME("bad-stream-name", HttpStatus.BAD_REQUEST, "That is not the name of a stream"),
    CONFIGURED_ELSEWHERE("configured-elsewhere", HttpStatus.CONFLICT, "The stream comes from the configuration");

    private static final Duration RETRY = Duration.ofSeconds(5);

    private final Line line;

    StreamProblem(String code, HttpStatus status, String title) {
        this.line = new Line(code, status, title);
    }

    /** How a viewer is told over HTTP that it gets nothing. */
    public static ProblemException of(Ending ending) {
        return switch (ending.cause()) {
            case NOT_FOUND -> NO_SUCH_STREAM.with(ending.detail());
            case UNAVAILABLE -> SOURCE_UNAVAILABLE.with(ending.detail()).retryAfter(RETRY);
            case GOING_AWAY -> STOPPING.with(ending.detail()).retryAfter(RETRY);
        };
    }

    @Override
    public Line line() {
        return line;
    }
}
