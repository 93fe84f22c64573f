package atrium.gateway.edge;

import atrium.platform.problem.ProblemType;
import org.springframework.http.HttpStatus;

/** What the gateway answers when a service cannot, or shall not be asked. */
enum GatewayProblem implements ProblemType {
    NO_INSTANCE("no-instance", HttpStatus.SERVICE_UNAVAILABLE, "The service is not running"),
    UPSTREAM_BROKE("upstream-broke", HttpStatus.BAD_GATEWAY, "The service broke off its answer"),
    UPSTREAM_SLOW("upstream-slow", HttpStatus.GATEWAY_TIMEOUT, "The service did not answer in time"),
    METHOD_NOT_ALLOWED("method-not-allowed", HttpStatus.METHOD_NOT_ALLOWED, "The method is not served"),
    ORIGIN_NOT_ALLOWED("origin-not-allowed", HttpStatus.FORBIDDEN, "This page may not connect");

    private final Line line;

    GatewayProblem(String code, HttpStatus status, String title) {
        this.line = new Line(code, status, title);
    }

    @Override
    public Line line() {
        return line;
    }
}
