package atrium.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.gateway.GatewayApplication;
import atrium.gateway.route.Instances;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.test.web.reactive.server.WebTestClient;

@ExtendWith(OutputCaptureExtension.class)
class RestartTests {

    private static final String PASSWORD = "first admin password";

    @TempDir
    private Path directory;

    @TestConfiguration
    static class Directory {

        @Bean
        Instances testInstances() {
            return service -> List.of();
        }
    }

    @Test
    void accounts_sessions_and_tokens_outlive_a_restart_and_so_does_a_sign_out(CapturedOutput output) {
        SignedIn stays;
        SignedIn leaves;
        try (ConfigurableApplicationContext gateway = start()) {
            WebTestClient web = web(gateway);
            stays = SignedIn.of(web, "admin", PASSWORD);
            leaves = SignedIn.of(web, "admin", PASSWORD);
            web.post()
                    .uri("/auth/sign-out")
                    .headers(leaves::bearer)
                    .exchange()
                    .expectStatus()
                    .isNoContent();
        }
        try (ConfigurableApplicationContext gateway = start()) {
            WebTestClient web = web(gateway);
            web.get()
                    .uri("/auth/me")
                    .headers(stays::bearer)
                    .exchange()
                    .expectStatus()
                    .isOk();
            web.get()
                    .uri("/auth/me")
                    .headers(leaves::bearer)
                    .exchange()
                    .expectStatus()
                    .isUnauthorized();
            SignedIn.of(web.post()
                    .uri("/auth/refresh")
                    .headers(headers -> stays.cookies(headers, "http://127.0.0.1:" + port(gateway))));
            SignedIn.of(web, "admin", PASSWORD);
        }
        assertThat(output.getAll()).containsOnlyOnce("made the account admin");
    }

    @Test
    void a_damaged_accounts_file_stops_the_start_and_says_what_to_do(CapturedOutput output) throws IOException {
        Files.writeString(directory.resolve("accounts.json"), "{\"version\": 1, \"accounts\": [");

        assertThatThrownBy(this::start).isInstanceOf(Exception.class);

        assertThat(output.getAll())
                .contains(directory.resolve("accounts.json") + " cannot be read")
                .contains("put a backup in its place");
        assertThat(directory.resolve("accounts.json")).hasContent("{\"version\": 1, \"accounts\": [");
    }

    private ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(GatewayApplication.class, Directory.class)
                .run(
                        "--server.address=127.0.0.1",
                        "--server.port=0",
                        "--atrium.config=classpath:atrium-alone.yaml",
                        "--atrium.gateway.auth.first-admin-password=" + PASSWORD,
                        "--atrium.gateway.auth.directory=" + directory);
    }

    private static WebTestClient web(ConfigurableApplicationContext gateway) {
        return WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port(gateway))
                .responseTimeout(Duration.ofSeconds(20))
                .build();
    }

    private static String port(ConfigurableApplicationContext gateway) {
        return gateway.getEnvironment().getRequiredProperty("local.server.port");
    }
}
