package atrium.nacos.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the operator reads when Nacos is not as it should be: one line, what to do, an exit code, never the password. */
class ErrorsTests {

    private static final String PASSWORD = "correct horse";

    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final StringWriter errors = new StringWriter();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath().substring("/nacos/v3/".length());
            Reply reply = replies.getOrDefault(path, new Reply(404, ""));
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        reply("admin/core/state/readiness", 200, "{\"code\":0}");
        reply("auth/user/login", 200, "{\"accessToken\":\"t\"}");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void nobodyListens() {
        stop();

        assertThat(run("--wait", "500ms")).isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(line()).contains("no Nacos ready at 127.0.0.1:").contains("ATRIUM_NACOS_ADDR");
    }

    @Test
    void neverReady() {
        reply("admin/core/state/readiness", 500, "{\"code\":30000,\"message\":\"config not ready\"}");

        assertThat(run("--wait", "500ms")).isEqualTo(ExitCode.UNREACHABLE.number());
    }

    @Test
    void notNacosAtAll() {
        reply("admin/core/state/readiness", 200, "<html>hello</html>");

        assertThat(run("--wait", "500ms")).isEqualTo(ExitCode.UNREACHABLE.number());
    }

    @Test
    void wrongPassword() {
        reply("auth/user/login", 500, "{\"status\":500}");
        reply("auth/user/admin", 200, "{\"code\":409,\"message\":\"have admin user cannot use it.\"}");

        assertThat(run()).isEqualTo(ExitCode.REFUSED.number());
        assertThat(line()).contains("refused user nacos").contains("ATRIUM_NACOS_PASSWORD");
    }

    @Test
    void mayNotRead() {
        reply("admin/cs/config", 403, "{\"status\":403}");

        assertThat(run()).isEqualTo(ExitCode.REFUSED.number());
        assertThat(line()).contains("this user may not read ATRIUM/atrium.yaml");
    }

    @Test
    void unexpectedAnswer() {
        reply("admin/cs/config", 500, "{\"code\":30000,\"message\":\"server error\",\"data\":\"derby is away\"}");

        assertThat(run()).isEqualTo(ExitCode.PROTOCOL.number());
        assertThat(line()).contains("HTTP 500 derby is away");
    }

    @Test
    void noPassword() {
        Map<String, String> environment = new HashMap<>(environment());
        environment.remove("ATRIUM_NACOS_PASSWORD");

        assertThat(run(environment)).isEqualTo(ExitCode.BAD_SETTING.number());
        assertThat(line()).contains("ATRIUM_NACOS_PASSWORD is not set");
    }

    @Test
    void thePasswordIsNoArgument() {
        assertThat(run("--password", PASSWORD)).isEqualTo(ExitCode.USAGE.number());
    }

    private String line() {
        assertThat(errors.toString().strip()).hasLineCount(1).doesNotContain(PASSWORD);
        return errors.toString();
    }

    private int run(String... arguments) {
        return run(environment(), arguments);
    }

    private int run(Map<String, String> environment, String... arguments) {
        return PublisherApplication.commandLine(environment)
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(errors))
                .execute(arguments);
    }

    private Map<String, String> environment() {
        return Map.of(
                "ATRIUM_NACOS_ADDR", "127.0.0.1:" + server.getAddress().getPort(), "ATRIUM_NACOS_PASSWORD", PASSWORD);
    }

    private void reply(String path, int status, String body) {
        replies.put(path, new Reply(status, body));
    }

    private record Reply(int status, String body) {}
}
