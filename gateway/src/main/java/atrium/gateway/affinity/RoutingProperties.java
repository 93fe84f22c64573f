package atrium.gateway.affinity;

import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which instances a request may go to. May change while the gateway runs.
 *
 * @param cluster instances of this cluster are preferred while there are any; empty: all are alike. An instance's
 *     cluster is its metadata {@code cluster}, else the cluster with which it registered
 */
@ConfigurationProperties("atrium.gateway.routing")
public record RoutingProperties(@DefaultValue("") @NotNull String cluster) {}
