package atrium.gateway.auth.oidc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider that answers whatever a test likes: for what no good one does. */
public final class StubProvider implements AutoCloseable {

    public static final String WELL_KNOWN = "/.well-known/openid-configuration";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    final HttpServer server;

    public StubProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    URI at(String path) {
        return URI.create(issuer() + path);
    }

    /** Answers {@code path} with this; gives back how often it was asked for. */
    public AtomicInteger answer(String path, int status, String body) {
        AtomicInteger asked = new AtomicInteger();
        server.createContext(path, exchange -> {
            asked.incrementAndGet();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            respond(exchange, status, body);
        });
        return asked;
    }

    static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    public String metadata() {
        return metadata(issuer(), issuer());
    }

    /** @param base before each of the addresses */
    static String metadata(String issuer, String base) {
        return """
                {"issuer": "%s", "authorization_endpoint": "%s/authorize", "token_endpoint": "%s/token",
                 "userinfo_endpoint": "%s/userinfo", "jwks_uri": "%s/keys", "response_types_supported": ["code"],
                 "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"],
                 "token_endpoint_auth_methods_supported": ["client_secret_post"]}""".formatted(issuer, base, base, base, base);
    }

    public OidcProperties properties() {
        return new OidcProperties(
                issuer(),
                "atrium",
                "a secret",
                List.of("openid"),
                "",
                "preferred_username",
                "",
                new RoleValues(List.of(), List.of(), List.of()),
                OidcProperties.Unmapped.MEMBER,
                true);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
