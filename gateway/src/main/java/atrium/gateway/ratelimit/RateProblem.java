package atrium.gateway.ratelimit;

import atrium.platform.problem.ProblemType;
import org.springframework.http.HttpStatus;

/** What who asks too often is answered. */
enum RateProblem implements ProblemType {
    RATE_LIMITED("rate-limited", HttpStatus.TOO_MANY_REQUESTS, "Too many requests");

    private final Line line;

    RateProblem(String code, HttpStatus status, String title) {
        this.line = new Line(code, status, title);
    }

    @Override
    public Line line() {
        return line;
    }
}
