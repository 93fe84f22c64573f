package atrium.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.platform.config.LiveConfiguration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class RouteTableTests {

    private static final String ROUTE = "spring.cloud.gateway.server.webflux.routes[0].";

    @Test
    void a_route_is_data() {
        RouteTable table = bind(Map.of(
                ROUTE + "id", "chat",
                ROUTE + "uri", "lb://chat-service",
                ROUTE + "predicates[0]", "Path=/chat/**",
                ROUTE + "filters[0]", "AddResponseHeader=X-A, # {no expression}"));

        assertThat(table.routes())
                .singleElement()
                .satisfies(route -> assertThat(route.getId()).isEqualTo("chat"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "filters[0] | AddResponseHeader=X-A, #{T(java.lang.Runtime).getRuntime()}",
                "filters[0] | RequestRateLimiter=#{@systemProperties}",
                "predicates[1] | Host=a #{1+1}",
            })
    void an_expression_in_it_is_refused(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of(
                        ROUTE + "id", "chat",
                        ROUTE + "uri", "lb://chat-service",
                        ROUTE + "predicates[0]", "Path=/chat/**",
                        ROUTE + key, value)))
                .rootCause()
                .hasMessageContaining("route chat")
                .hasMessageContaining("(expected: no expression)");
    }

    @Test
    void nor_is_one_in_an_argument_that_is_named() {
        assertThatThrownBy(() -> bind(Map.of(
                        ROUTE + "id", "chat",
                        ROUTE + "uri", "lb://chat-service",
                        ROUTE + "predicates[0]", "Path=/chat/**",
                        ROUTE + "filters[0].name", "RequestRateLimiter",
                        ROUTE + "filters[0].args[key-resolver]", "#{@environment}")))
                .rootCause()
                .hasMessageContaining("(expected: no expression)");
    }

    private static RouteTable bind(Map<String, Object> values) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", values));
        return new LiveConfiguration(environment, null, null)
                .of(RouteTable.class)
                .get();
    }
}
