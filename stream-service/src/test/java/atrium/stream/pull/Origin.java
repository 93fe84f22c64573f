package atrium.stream.pull;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A web server that has what a test gives it. */
final class Origin implements AutoCloseable {

    final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final HttpServer server;

    Origin() throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    Origin(HttpServer server) {
        this.server = server;
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** An origin of HTTPS with a certificate that nobody else knows, made below {@code directory}. */
    static Origin ofTls(Path directory) throws Exception {
        Path store = directory.resolve("keys.p12");
        String line = Path.of(System.getProperty("java.home"), "bin", "keytool")
                + " -genkeypair -alias x -keyalg EC -dname CN=origin.test -storetype PKCS12 -storepass secret1 -keystore "
                + store;
        if (new ProcessBuilder(line.split(" "))
                        .redirectErrorStream(true)
                        .start()
                        .waitFor()
                != 0) {
            throw new IOException("keytool failed: " + line);
        }
        char[] password = "secret1".toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(store.toFile(), password), password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new Origin(server);
    }

    int port() {
        return server.getAddress().getPort();
    }

    void has(String path, String type, byte[] body) {
        server.createContext(path, exchange -> {
            try (exchange) {
                asked.add(exchange.getRequestHeaders().getFirst("Host")
                        + exchange.getRequestURI().getPath());
                exchange.getResponseHeaders().set("Content-Type", type);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
    }

    /** A body that is sent at once and then goes on without a word, until the server is closed. */
    void streams(String path, Path file) throws IOException {
        byte[] body = Files.readAllBytes(file);
        server.createContext(path, exchange -> {
            asked.add(exchange.getRequestHeaders().getFirst("Host")
                    + exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(body);
            exchange.getResponseBody().flush();
        });
    }

    void has(String path, Path file) throws IOException {
        has(path, "application/octet-stream", Files.readAllBytes(file));
    }

    void playlist(String path, String text) {
        has(path, "application/vnd.apple.mpegurl", text.getBytes(UTF_8));
    }

    void redirects(String path, String location) {
        server.createContext(path, exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().set("Location", location);
                exchange.sendResponseHeaders(302, -1);
            }
        });
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
