package atrium.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import atrium.gateway.GatewayApplication;
import atrium.gateway.Upstream;
import atrium.gateway.route.Instances;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import reactor.core.publisher.Flux;

class TlsTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Map<String, List<ServiceInstance>> INSTANCES = new ConcurrentHashMap<>();

    @TempDir
    private static Path directory;

    private static SelfMadeCertificate first;
    private static ConfigurableApplicationContext gateway;

    private Upstream upstream;

    /** No configuration class, so that only this test finds it. */
    static class Directory {

        @Bean
        Instances testInstances() {
            return service -> INSTANCES.getOrDefault(service, List.of());
        }
    }

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException {
        first = SelfMadeCertificate.create(directory, "first");
        first.writeTo(certificateFile(), keyFile());
        SpringApplication spring = new SpringApplication(GatewayApplication.class, Directory.class);
        gateway = spring.run(
                "--atrium.config=classpath:atrium-alone.yaml",
                "--spring.config.additional-location=file:../nacos-config/config/ATRIUM/gateway.yaml",
                "--server.address=127.0.0.1",
                "--server.port=0",
                "--spring.ssl.bundle.watch.file.quiet-period=200ms",
                "--ATRIUM_TLS_CERTIFICATE=" + certificateFile(),
                "--ATRIUM_TLS_KEY=" + keyFile());
    }

    @AfterAll
    static void stopGateway() {
        gateway.close();
    }

    @AfterEach
    void stopUpstream() {
        INSTANCES.clear();
        if (upstream != null) {
            upstream.close();
        }
    }

    @Test
    void a_client_chooses_between_http_2_and_http_1_1() throws Exception {
        serve(Upstream.counting());

        for (Version version : List.of(Version.HTTP_1_1, Version.HTTP_2)) {
            HttpResponse<String> answer = client(first, version).send(get("/files/1"), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(version);
        }
    }

    @Test
    void a_body_passes_over_http_2() throws Exception {
        serve(Upstream.counting());
        HttpRequest upload = HttpRequest.newBuilder(uri("https", "/files"))
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofByteArray(new byte[1_000_000]))
                .build();

        HttpResponse<String> answer = client(first, Version.HTTP_2).send(upload, BodyHandlers.ofString());

        assertThat(answer.body()).isEqualTo("1000000");
    }

    @Test
    void an_endless_reply_is_a_tunnel_over_http_1_1_and_an_ordinary_stream_over_http_2() throws Exception {
        serve(Upstream.answering((request, response) -> response.header("Content-Type", "video/x-flv")
                .sendString(Flux.interval(Duration.ofMillis(20)).map(n -> "tag" + n + ";"))));

        assertThat(firstTags(Version.HTTP_1_1)).startsWith("tag0;tag1;");
        assertThat(firstTags(Version.HTTP_2)).startsWith("tag0;tag1;");
    }

    @Test
    void a_websocket_is_a_tunnel_in_tls() throws Exception {
        serve(Upstream.answering((request, response) -> response.sendWebsocket((in, out) ->
                out.sendString(in.aggregateFrames().receive().asString().map(text -> "echo " + text)))));
        Texts texts = new Texts();

        WebSocket socket = client(first, Version.HTTP_1_1)
                .newWebSocketBuilder()
                .buildAsync(uri("wss", "/ws/room"), texts)
                .join();
        assertThat(tunnels()).isEqualTo(1);
        for (String text : List.of("a", "b".repeat(20_000))) {
            socket.sendText(text, true).join();
            assertThat(texts.received()).isEqualTo("echo " + text);
        }

        socket.abort();
        await().atMost(PATIENCE).until(() -> tunnels() == 0);
    }

    @Test
    void files_that_are_replaced_are_in_force_for_new_connections() throws Exception {
        SelfMadeCertificate second = SelfMadeCertificate.create(directory, "second");
        try {
            second.writeTo(certificateFile(), keyFile());

            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> shown(second), second.certificate()::equals);
        } finally {
            first.writeTo(certificateFile(), keyFile());
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> shown(first), first.certificate()::equals);
        }
    }

    @Test
    void the_management_port_stays_plain() throws Exception {
        String port = gateway.getEnvironment().getProperty("local.management.port");
        HttpRequest health = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health"))
                .timeout(PATIENCE)
                .build();

        assertThat(client(first, Version.HTTP_1_1)
                        .send(health, BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_certificate_without_a_key_is_refused_at_the_start() {
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("test", Map.of("ATRIUM_TLS_CERTIFICATE", "chain.pem")));

        assertThatThrownBy(() -> new TlsEnvironment().postProcessEnvironment(environment, new SpringApplication()))
                .hasMessageContaining("set ATRIUM_TLS_KEY");
    }

    private String firstTags(Version version) throws Exception {
        HttpResponse<InputStream> answer =
                client(first, version).send(get("/stream/cam.flv"), BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            assertThat(answer.version()).isEqualTo(version);
            await().atMost(PATIENCE).until(() -> tunnels() == (version == Version.HTTP_1_1 ? 1 : 0));
            return new String(body.readNBytes(20), StandardCharsets.US_ASCII);
        }
    }

    /** The certificate that a new connection is shown; one that {@code trusted} is not fails. */
    private static Certificate shown(SelfMadeCertificate trusted) throws Exception {
        HttpResponse<Void> answer = client(trusted, Version.HTTP_1_1).send(get("/"), BodyHandlers.discarding());
        return answer.sslSession().orElseThrow().getPeerCertificates()[0];
    }

    private void serve(Upstream instance) {
        upstream = instance;
        for (String service : List.of("chat-service", "file-service", "stream-service")) {
            INSTANCES.put(service, List.of(instance.instance(1)));
        }
    }

    private static double tunnels() {
        return gateway.getBean(MeterRegistry.class)
                .get("atrium.gateway.tunnels")
                .gauge()
                .value();
    }

    private static HttpClient client(SelfMadeCertificate trusted, Version version) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("gateway", trusted.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).version(version).build();
    }

    private static HttpRequest get(String path) {
        return HttpRequest.newBuilder(uri("https", path)).timeout(PATIENCE).build();
    }

    private static URI uri(String scheme, String path) {
        return URI.create(scheme + "://127.0.0.1:" + gateway.getEnvironment().getProperty("local.server.port") + path);
    }

    private static Path certificateFile() {
        return directory.resolve("chain.pem");
    }

    private static Path keyFile() {
        return directory.resolve("key.pem");
    }

    /** Whole texts in the order in which they came. */
    private static final class Texts implements WebSocket.Listener {

        private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        private final StringBuilder partial = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                texts.add(partial.toString());
                partial.setLength(0);
            }
            socket.request(1);
            return null;
        }

        String received() throws InterruptedException {
            return texts.poll(10, TimeUnit.SECONDS);
        }
    }
}
