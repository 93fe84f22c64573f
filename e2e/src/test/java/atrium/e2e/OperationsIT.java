package atrium.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operator: looks at the state, changes the configuration, sees a process die and come back. */
@ExtendWith(SystemUnderTest.class)
class OperationsIT {

    private static final Duration IN_FORCE = Duration.ofSeconds(3);
    private static final int LONG = 1_000;
    private static final Duration BACK = Duration.ofSeconds(90);

    @Test
    void status_has_a_line_a_process_with_its_ports(RunningSystem system) {
        var status = system.atrium("status");

        assertThat(status.exit()).isZero();
        assertThat(status.text().lines()).hasSize(5).allMatch(line -> line.contains(" up "));
        assertThat(status.text()).contains("port " + system.port("ATRIUM_HTTP_PORT"));
    }

    @Test
    void a_second_up_is_refused_with_the_pid_that_holds_the_directory(RunningSystem system) {
        var second = system.atrium("up", "--detach");

        assertThat(second.exit()).isEqualTo(1);
        assertThat(second.text()).contains("pid " + system.process("atrium").pid());
    }

    @Test
    void every_service_has_its_meters_on_its_management_port_and_none_at_the_gateway(RunningSystem system) {
        Map<String, String> meters = Map.of(
                "gateway", "atrium_gateway_tunnels",
                "chat-service", "atrium_chat_members",
                "file-service", "atrium_files_bytes",
                "stream-service", "atrium_stream_viewers");
        meters.forEach((service, meter) -> assertThat(Http.get(system.management(service, "/actuator/prometheus"))
                        .body())
                .contains(meter, "tcp_connections", "state=\"ESTABLISHED\""));
        assertThat(Http.get(system.url("/actuator/prometheus")).statusCode()).isEqualTo(404);
    }

    @Test
    void secrets_are_readable_by_their_owner_only_and_in_no_log(RunningSystem system) throws Exception {
        try (var secrets = Files.list(system.home().resolve("secrets"));
                var logs = Files.walk(system.home().resolve("log"))) {
            List<Path> files = logs.filter(Files::isRegularFile).toList();
            assertThat(files).extracting(file -> file.getFileName().toString()).contains("atrium.log", "nacos.log");
            for (Path secret : secrets.toList()) {
                assertThat(Files.getPosixFilePermissions(secret)).hasSize(2);
                String value = Files.readString(secret).strip();
                for (Path log : files) {
                    assertThat(Files.readString(log).contains(value))
                            .as("%s in %s", secret, log)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void a_first_start_shows_the_admin_token_and_the_password_of_nacos_on_the_terminal(RunningSystem system)
            throws Exception {
        assertThat(system.greeting())
                .contains("Atrium is ready", system.adminToken())
                .contains(Files.readString(system.home().resolve("secrets/nacos-password")));
    }

    @Test
    void a_route_changed_in_nacos_is_in_force_within_three_seconds(RunningSystem system) throws Exception {
        String routes = firstValue("gateway.yaml");
        assertThat(Http.get(system.url("/moved/rooms")).statusCode()).isEqualTo(404);

        system.nacos().publish("gateway.yaml", routes.stripTrailing() + """

                            - id: moved
                              uri: lb://chat-service
                              predicates:
                                - Path=/moved/**
                              filters:
                                - RewritePath=/moved/(?<rest>.*), /chat/$\\{rest}
                """);

        await().atMost(IN_FORCE)
                .until(() -> Http.get(system.url("/moved/rooms")).statusCode() == 200);
        system.nacos().publish("gateway.yaml", routes);
        await().atMost(IN_FORCE)
                .until(() -> Http.get(system.url("/moved/rooms")).statusCode() == 404);
    }

    @Test
    void a_limit_changed_in_nacos_is_in_force_within_three_seconds(RunningSystem system) throws Exception {
        String limits = firstValue("chat-service.yaml");
        assertThat(lengthThatPasses(system)).isEqualTo(LONG);

        system.nacos().publish("chat-service.yaml", limits.replace("message: 4KB", "message: 64B"));

        await().atMost(IN_FORCE).until(() -> lengthThatPasses(system) < LONG);
        system.nacos().publish("chat-service.yaml", limits);
        await().atMost(IN_FORCE).until(() -> lengthThatPasses(system) == LONG);
    }

    /** How many characters of a long message come back in plain mode: all, or none when the connection is closed. */
    private static int lengthThatPasses(RunningSystem system) {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        WebSocket socket = Http.CLIENT
                .newWebSocketBuilder()
                .buildAsync(system.webSocket("/ws/limits"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                        answer.complete(text.length());
                        return CompletableFuture.completedStage(null);
                    }

                    @Override
                    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
                        answer.complete(0);
                        return CompletableFuture.completedStage(null);
                    }
                })
                .join();
        socket.sendText("x".repeat(LONG), true);
        int length = answer.orTimeout(5, TimeUnit.SECONDS).join();
        socket.abort();
        return length;
    }

    private static String firstValue(String dataId) throws IOException {
        return Files.readString(
                RunningSystem.repository().resolve("nacos-config/config/ATRIUM").resolve(dataId));
    }

    @Test
    void without_nacos_services_go_on_and_say_so_until_it_is_back(RunningSystem system) {
        URI health = system.management("chat-service", "/actuator/health");
        assertThat(Http.get(health).body()).doesNotContain("DEGRADED");

        system.process("nacos").destroyForcibly();

        await().atMost(Duration.ofSeconds(20))
                .until(() -> Http.get(health).body().contains("DEGRADED"));
        assertThat(Http.get(system.url("/chat/rooms")).statusCode()).isEqualTo(200);
        await().atMost(BACK).until(() -> !Http.get(health).body().contains("DEGRADED"));
        await().atMost(BACK)
                .until(() -> Http.get(system.url("/actuator/health/readiness")).statusCode() == 200);
    }

    /** As a machine that swaps, or a network that drops everything: connections stay, nothing is answered. */
    @Test
    void a_nacos_that_stands_still_holds_up_nothing(RunningSystem system) throws Exception {
        List<String> services = List.of("gateway", "chat-service", "file-service", "stream-service");
        ProcessHandle nacos = system.process("nacos");

        signal("STOP", nacos);
        try {
            await().atMost(BACK)
                    .until(() -> services.stream()
                            .allMatch(service -> health(system, service).contains("DEGRADED")));
            assertThat(Http.get(system.url("/chat/rooms")).statusCode()).isEqualTo(200);
        } finally {
            signal("CONT", nacos);
        }

        await().atMost(BACK)
                .until(() -> services.stream()
                        .noneMatch(service -> health(system, service).contains("DEGRADED")));
    }

    private static String health(RunningSystem system, String service) {
        return Http.get(system.management(service, "/actuator/health")).body();
    }

    private static void signal(String name, ProcessHandle process) throws Exception {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        assertThat(exit).isZero();
    }

    @Test
    void a_killed_service_is_503_until_it_is_back(RunningSystem system) {
        assertThat(Http.get(system.url("/chat/rooms")).statusCode()).isEqualTo(200);

        system.process("chat-service").destroyForcibly();

        await().atMost(Duration.ofSeconds(10))
                .until(() -> Http.get(system.url("/chat/rooms")).statusCode() == 503);
        HttpResponse<String> away = Http.get(system.url("/chat/rooms"));
        assertThat(away.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(away.headers().firstValue("Retry-After")).isPresent();
        assertThat(away.body()).contains("chat-service", "traceId");
        await().atMost(BACK).until(() -> Http.get(system.url("/chat/rooms")).statusCode() == 200);
    }

    @Test
    void a_killed_stream_service_leaves_no_ffmpeg_behind_and_the_demo_comes_back(RunningSystem system) {
        ProcessHandle service = system.process("stream-service");
        List<ProcessHandle> children = service.descendants().toList();
        assertThat(children).isNotEmpty();

        service.destroyForcibly();

        await().atMost(BACK)
                .until(() ->
                        Http.get(system.url("/stream/api/streams/demo")).body().contains("\"live\""));
        assertThat(children).noneMatch(ProcessHandle::isAlive);
    }
}
