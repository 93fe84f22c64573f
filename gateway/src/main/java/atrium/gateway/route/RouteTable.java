package atrium.gateway.route;

import jakarta.validation.Valid;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.cloud.gateway.route.RouteDefinition;

/**
 * The routes, in the form that Spring Cloud Gateway documents.
 *
 * @param routes first match wins; each has an {@code id}, a {@code uri} ({@code lb://<service>} goes to an instance
 *     that Nacos knows) and at least one predicate
 */
@ConfigurationProperties("spring.cloud.gateway.server.webflux")
public record RouteTable(@DefaultValue List<@Valid RouteDefinition> routes) {}
