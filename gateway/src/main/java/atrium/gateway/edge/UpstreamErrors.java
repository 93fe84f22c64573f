package atrium.gateway.edge;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;

import atrium.gateway.tunnel.ClosedBeforeAnswerException;
import atrium.platform.problem.ProblemException;
import atrium.platform.problem.ProblemWriter;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.NotFoundException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.PrematureCloseException;

/**
 * Says what is wrong with a service instead of 500: not there (503, come back), gone in the middle (502), too slow
 * (504). An error that is not about a service is left to the platform's handler.
 */
final class UpstreamErrors implements WebExceptionHandler {

    /** How soon a service that is restarted is usually back. */
    private static final Duration COME_BACK = Duration.ofSeconds(2);

    private final ProblemWriter problems;

    UpstreamErrors(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        ProblemException problem = problem(service(exchange), error);
        return problem == null ? Mono.error(error) : problems.write(exchange, problem);
    }

    private static @Nullable ProblemException problem(String service, Throwable error) {
        return switch (error) {
            case NotFoundException none ->
                GatewayProblem.NO_INSTANCE
                        .with("No instance of " + service + " is registered. Try again shortly.")
                        .retryAfter(COME_BACK);
            case ConnectException refused ->
                GatewayProblem.NO_INSTANCE
                        .with("The instance of " + service + " does not accept connections. Try again shortly.")
                        .retryAfter(COME_BACK);
            case PrematureCloseException broke ->
                GatewayProblem.UPSTREAM_BROKE.with(service + " closed the connection before it had answered.");
            case ClosedBeforeAnswerException broke ->
                GatewayProblem.UPSTREAM_BROKE.with(service + " closed the connection before it had answered.");
            case TimeoutException slow -> GatewayProblem.UPSTREAM_SLOW.with(service + " did not answer in time.");
            default -> null;
        };
    }

    private static String service(ServerWebExchange exchange) {
        Route route = exchange.getAttribute(GATEWAY_ROUTE_ATTR);
        return route == null ? "the service" : String.valueOf(route.getUri().getHost());
    }
}
