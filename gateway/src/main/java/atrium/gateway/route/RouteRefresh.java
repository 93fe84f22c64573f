package atrium.gateway.route;

import atrium.platform.config.Live;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.cloud.gateway.config.GatewayProperties;
import org.springframework.cloud.gateway.event.RefreshRoutesEvent;
import org.springframework.cloud.gateway.route.RouteDefinition;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Puts a changed {@link RouteTable} in force.
 *
 * <p>Only the table is replaced: requests, WebSockets and streams that are under way keep the route on which they came.
 */
final class RouteRefresh implements InitializingBean {

    private static final Logger log = LoggerFactory.getLogger(RouteRefresh.class);

    private final Live<RouteTable> table;
    private final GatewayProperties gateway;
    private final ApplicationEventPublisher events;

    RouteRefresh(Live<RouteTable> table, GatewayProperties gateway, ApplicationEventPublisher events) {
        this.table = table;
        this.gateway = gateway;
        this.events = events;
    }

    @Override
    public void afterPropertiesSet() {
        table.onChange(this::apply);
    }

    private void apply(RouteTable next) {
        gateway.setRoutes(next.routes());
        events.publishEvent(new RefreshRoutesEvent(this));
        log.info(
                "routes are now {}",
                next.routes().stream().map(RouteDefinition::getId).toList());
    }
}
