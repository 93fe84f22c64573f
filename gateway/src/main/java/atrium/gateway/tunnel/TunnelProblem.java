package atrium.gateway.tunnel;

import atrium.platform.problem.ProblemType;
import org.springframework.http.HttpStatus;

/** Why there is no place for one more tunnel. */
enum TunnelProblem implements ProblemType {
    TOO_MANY_OF_ADDRESS(
            "too-many-connections", HttpStatus.TOO_MANY_REQUESTS, "Your address has too many connections open"),
    TOO_MANY("gateway-full", HttpStatus.SERVICE_UNAVAILABLE, "Too many connections are open");

    private final Line line;

    TunnelProblem(String code, HttpStatus status, String title) {
        this.line = new Line(code, status, title);
    }

    @Override
    public Line line() {
        return line;
    }
}
