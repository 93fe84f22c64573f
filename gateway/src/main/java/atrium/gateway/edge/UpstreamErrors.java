package atrium.gateway.edge;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;

import atrium.gateway.resilience.BreakerOpenException;
import atrium.platform.problem.ProblemException;
import atrium.platform.problem.ProblemWriter;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.NotFoundException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;

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
        Route route = exchange.getAttribute(GATEWAY_ROUTE_ATTR);
        ProblemException problem =
                route == null ? null : problem(String.valueOf(route.getUri().getHost()), error);
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
            case BreakerOpenException open ->
                GatewayProblem.NO_INSTANCE
                        .with("No instance of " + service + " could be reached a moment ago. Try again shortly.")
                        .retryAfter(open.toWait().plusSeconds(1));
            case NoRouteToHostException unreachable ->
                GatewayProblem.NO_INSTANCE
                        .with("The instance of " + service + " cannot be reached. Try again shortly.")
                        .retryAfter(COME_BACK);
            case IOException broke ->
                GatewayProblem.UPSTREAM_BROKE.with(service + " closed the connection before it had answered.");
            case AbortedException broke ->
                GatewayProblem.UPSTREAM_BROKE.with(service + " closed the connection before it had answered.");
            case TimeoutException slow -> GatewayProblem.UPSTREAM_SLOW.with(service + " did not answer in time.");
            default -> null;
        };
    }
}
