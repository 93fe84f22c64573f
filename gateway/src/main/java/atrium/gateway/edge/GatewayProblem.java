package atrium.gateway.edge;

import atrium.platform.problem.ProblemType;
import org.springframework.http.HttpStatus;

/** What the gateway answers when a service cannot. */
enum GatewayProblem implements ProblemType {
    NO_INSTANCE("no-instance", HttpStatus.SERVICE_UNAVAILABLE, "The service is not running"),
    UPSTREAM_BROKE("upstream-broke", HttpStatus.BAD_GATEWAY, "The service broke off its answer"),
    UPSTREAM_SLOW("upstream-slow", HttpStatus.GATEWAY_TIMEOUT, "The service did not answer in time");

    private final String code;
    private final HttpStatus status;
    private final String title;

    GatewayProblem(String code, HttpStatus status, String title) {
        this.code = code;
        this.status = status;
        this.title = title;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public HttpStatus status() {
        return status;
    }

    @Override
    public String title() {
        return title;
    }
}
