package atrium.platform.identity;

import atrium.platform.testsupport.TestTokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** A service as it is wired by itself: it finds a gateway in the registry, which here is a property. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "spring.config.import=classpath:atrium-service.yaml,classpath:atrium-alone.yaml")
@AutoConfigureWebTestClient
class GatewaysInTheRegistryTests {

    private static final TestTokens GATEWAY = new TestTokens("k1");
    private static final FakeGateway SERVER = new FakeGateway(FakeGateway.keys(GATEWAY.key()));

    @Autowired
    private WebTestClient web;

    @SpringBootApplication(proxyBeanMethods = false)
    static class Service {

        @Bean
        AccessRules rules() {
            return requests -> requests.pathMatchers("/member").hasRole(Role.MEMBER.name());
        }

        @Bean
        RouterFunction<ServerResponse> paths() {
            return RouterFunctions.route()
                    .GET("/member", request -> ServerResponse.ok().bodyValue("told"))
                    .build();
        }
    }

    @DynamicPropertySource
    static void registry(DynamicPropertyRegistry properties) {
        properties.add(
                "spring.cloud.discovery.client.simple.instances.gateway[0].uri",
                () -> SERVER.uri().toString());
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void a_token_is_verified_by_the_key_of_a_registered_gateway() {
        get(GATEWAY.person("a1", "Ada", "member")).expectStatus().isOk();
    }

    @Test
    void a_token_of_no_registered_gateway_is_not() {
        get(new TestTokens("k2").person("a1", "Ada", "member"))
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo("No gateway that can be reached knows the key of the access token.");
    }

    private WebTestClient.ResponseSpec get(String token) {
        return web.get()
                .uri("/member")
                .headers(headers -> headers.setBearerAuth(token))
                .exchange();
    }
}
