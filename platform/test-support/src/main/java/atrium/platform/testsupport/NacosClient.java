package atrium.platform.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** An operator at the Nacos console: what a test changes there goes over the same HTTP API. */
public final class NacosClient {

    /** The first account of a server. */
    public static final String ADMIN = "nacos";

    private static final Pattern TOKEN = Pattern.compile("\"accessToken\"\\s*:\\s*\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Supplier<String> server;
    private final Supplier<String> console;
    private final String password;
    private @Nullable String token;

    /**
     * @param server base address of the HTTP API, e.g. {@code http://127.0.0.1:8848}
     * @param console base address of the console
     * @param password the admin's; the account is created with it where there is none yet
     */
    public NacosClient(Supplier<String> server, Supplier<String> console, String password) {
        this.server = server;
        this.console = console;
        this.password = password;
    }

    /** Creates or replaces the configuration {@code dataId} in group {@code ATRIUM}. */
    public void publish(String dataId, String yaml) {
        HttpResponse<String> answer = post(
                server.get() + "/nacos/v3/admin/cs/config",
                Map.of("dataId", dataId, "groupName", "ATRIUM", "type", "yaml", "content", yaml),
                token());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("publishing " + dataId + " was answered by " + answer.statusCode());
        }
    }

    /** Sets weight and state of the instance at {@code ip:port}, as the console's edit dialog does. */
    public void updateInstance(String service, String ip, int port, double weight, boolean enabled) {
        HttpResponse<String> answer = send(
                "PUT",
                server.get() + "/nacos/v3/admin/ns/instance",
                Map.of(
                        "groupName",
                        "ATRIUM",
                        "serviceName",
                        service,
                        "ip",
                        ip,
                        "port",
                        Integer.toString(port),
                        "weight",
                        Double.toString(weight),
                        "enabled",
                        Boolean.toString(enabled)),
                token());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("changing " + service + " at " + ip + ":" + port + " was answered by "
                    + answer.statusCode() + " " + answer.body());
        }
    }

    private synchronized String token() {
        if (token == null) {
            post(console.get() + "/v3/auth/user/admin", Map.of("password", password), null);
            token = Awaitility.await("first sign-in at Nacos")
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(500))
                    .until(this::login, java.util.Objects::nonNull);
        }
        return token;
    }

    private @Nullable String login() {
        HttpResponse<String> answer =
                post(server.get() + "/nacos/v3/auth/user/login", Map.of("username", ADMIN, "password", password), null);
        Matcher matcher = TOKEN.matcher(answer.body());
        return matcher.find() ? matcher.group(1) : null;
    }

    private HttpResponse<String> post(String url, Map<String, String> form, @Nullable String accessToken) {
        return send("POST", url, form, accessToken);
    }

    private HttpResponse<String> send(
            String method, String url, Map<String, String> form, @Nullable String accessToken) {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (accessToken != null) {
            request.header("accessToken", accessToken);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for Nacos", e);
        }
    }
}
