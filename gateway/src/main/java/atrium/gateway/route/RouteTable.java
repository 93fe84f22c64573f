package atrium.gateway.route;

import jakarta.validation.Valid;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.cloud.gateway.route.RouteDefinition;

/**
 * The routes, in the form that Spring Cloud Gateway documents.
 *
 * <p>An expression in an argument is refused: a route is data, and who may write one is not thereby someone who may call
 * into the gateway.
 *
 * @param routes first match wins; each has an {@code id}, a {@code uri} ({@code lb://<service>} goes to an instance
 *     that Nacos knows) and at least one predicate
 */
@ConfigurationProperties("spring.cloud.gateway.server.webflux")
public record RouteTable(@DefaultValue List<@Valid RouteDefinition> routes) {

    /** Begins an expression that Spring Cloud Gateway would evaluate, with every bean of the gateway at hand. */
    private static final String EXPRESSION = "#{";

    public RouteTable {
        for (RouteDefinition route : routes) {
            route.getPredicates().forEach(predicate -> refuseExpressions(route, predicate.getArgs()));
            route.getFilters().forEach(filter -> refuseExpressions(route, filter.getArgs()));
        }
    }

    private static void refuseExpressions(RouteDefinition route, Map<String, String> arguments) {
        for (String argument : arguments.values()) {
            if (argument != null && argument.contains(EXPRESSION)) {
                throw new IllegalArgumentException(
                        "route " + route.getId() + ": " + argument + " (expected: no expression)");
            }
        }
    }
}
