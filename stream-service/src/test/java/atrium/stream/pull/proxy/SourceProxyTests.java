package atrium.stream.pull.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.platform.address.Network;
import atrium.platform.netty.EventLoops;
import atrium.stream.access.HostResolver;
import atrium.stream.access.SourcePolicy;
import atrium.stream.access.SourceProperties;
import atrium.stream.access.SourceScheme;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The proxy by bytes: who may use it, and what hostile servers get out of it. */
@Timeout(30)
class SourceProxyTests {

    private static final ProxyLimits LIMITS =
            new ProxyLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), 4096, 64 * 1024);
    private static final String TOKEN = "token";

    private final EventLoops loops = new EventLoops(1);
    private final Pass pass = new Pass();
    private SourceProxy proxy;
    private ServerSocket server;

    @BeforeEach
    void setUp() throws Exception {
        SourceProperties allowed = new SourceProperties(
                Set.of(SourceScheme.HTTP, SourceScheme.HTTPS),
                List.of(Network.valueOf("0.0.0.0/0")),
                true,
                false,
                true,
                null);
        SourcePolicy policy = new SourcePolicy(() -> allowed, HostResolver.system());
        proxy = new SourceProxy(loops, new Dialer(policy, loops, new OutboundTls(() -> allowed), LIMITS), LIMITS);
        proxy.open(TOKEN, pass);
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void tearDown() throws Exception {
        pass.close();
        proxy.close();
        server.close();
        loops.destroy();
    }

    @Test
    void withoutAToken_thenAsksForOne() throws Exception {
        assertThat(ask("GET http://127.0.0.1:1/ HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 407")
                .contains("proxy-authenticate: Basic");
    }

    @Test
    void withATokenThatCountsNoMore_thenAsksForOne() throws Exception {
        proxy.shut(TOKEN);

        assertThat(ask(get("http://127.0.0.1:1/"))).startsWith("HTTP/1.1 407");
    }

    @Test
    void connect_thenNotAllowed() throws Exception {
        assertThat(ask(get("http://x/").replace("GET http://x/", "CONNECT 127.0.0.1:22")))
                .startsWith("HTTP/1.1 405");
    }

    @Test
    void get_thenTheServerSeesItsOwnPathAndNoToken() throws Exception {
        AtomicRequest request = serve("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nhi");

        assertThat(ask(get(at("/a?b=c"))))
                .startsWith("HTTP/1.1 200 OK")
                .contains("connection: close")
                .endsWith("\r\n\r\nhi");
        assertThat(request.text()).startsWith("GET /a?b=c HTTP/1.1\r\n").doesNotContainIgnoringCase("proxy-auth");
    }

    @Test
    void aPlaylist_thenItsNamesOfHttpsAreWrittenAnew() throws Exception {
        serve("HTTP/1.1 200 OK\r\nContent-Type: application/x-mpegURL\r\n\r\n#EXTM3U\nhttps://h/a.ts\n");

        assertThat(ask(get(at("/live"))))
                .contains("content-length: 33")
                .endsWith("#EXTM3U\nhttp://atrium-tls.h/a.ts\n");
    }

    @Test
    void aDisallowedAddress_thenForbiddenAndTheReasonIsKept() throws Exception {
        assertThat(ask(get("http://169.254.169.254/latest"))).startsWith("HTTP/1.1 403");
        assertThat(pass.refusal()).isCompletedWithValueMatching(reason -> reason.contains("is link-local"));
    }

    @Test
    void aHeadOf65k_thenBadGateway() throws Exception {
        serve("HTTP/1.1 200 OK\r\nX: " + "y".repeat(65_536) + "\r\n\r\n");

        assertThat(ask(get(at("/")))).startsWith("HTTP/1.1 502");
        assertThat(pass.trouble())
                .hasValueSatisfying(reason -> assertThat(reason).contains("4096 bytes"));
    }

    @Test
    void aHeadWithoutEnd_thenBadGateway() throws Exception {
        endlessly("HTTP/1.1 200 OK\r\n", "X: y\r\n");

        assertThat(ask(get(at("/")))).startsWith("HTTP/1.1 502");
    }

    @Test
    void aServerThatSaysNothing_thenBadGatewayInTime() throws Exception {
        assertThat(ask(get(at("/")))).startsWith("HTTP/1.1 502");
        assertThat(pass.trouble())
                .hasValueSatisfying(reason -> assertThat(reason).contains("did not answer"));
    }

    @Test
    void noHttpAtAll_thenBadGateway() throws Exception {
        serve("SSH-2.0-OpenSSH_9.9\r\n\r\n");

        assertThat(ask(get(at("/")))).startsWith("HTTP/1.1 502");
    }

    @Test
    void aPlaylistWithoutEnd_thenCutOff() throws Exception {
        endlessly("HTTP/1.1 200 OK\r\nContent-Type: application/x-mpegURL\r\n\r\n", "#EXTINF:1,\na.ts\n");

        assertThat(ask(get(at("/")))).startsWith("HTTP/1.1 502");
    }

    @Test
    void aChildThatReadsNothing_thenTheServerIsHeldBack() throws Exception {
        AtomicLong sent = endlessly("HTTP/1.1 200 OK\r\n\r\n", "m".repeat(8192));
        try (Socket child = child()) {
            child.getOutputStream().write(get(at("/")).getBytes(ISO_8859_1));
            await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(20)).until(new Unchanged(sent));
        }

        assertThat(sent.get()).isLessThan(64L * 1024 * 1024);
    }

    @Test
    void aChildThatSaysNothing_thenClosedInTime() throws Exception {
        assertThat(ask("GET http")).isEmpty();
    }

    private static String get(String url) {
        String credentials = Base64.getEncoder().encodeToString(("ffmpeg:" + TOKEN).getBytes(ISO_8859_1));
        return "GET " + url + " HTTP/1.1\r\nHost: x\r\nProxy-Authorization: Basic " + credentials + "\r\n\r\n";
    }

    private String at(String path) {
        return "http://127.0.0.1:" + server.getLocalPort() + path;
    }

    private Socket child() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }

    private String ask(String request) throws IOException {
        try (Socket child = child()) {
            child.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(child.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    /** What the server was asked. */
    private static final class AtomicRequest {
        private volatile String text = "";

        String text() {
            return text;
        }
    }

    /** Whether a number is what it was when it was last looked at, and more than nothing. */
    private static final class Unchanged implements Callable<Boolean> {
        private final AtomicLong number;
        private long before;

        Unchanged(AtomicLong number) {
            this.number = number;
        }

        @Override
        public Boolean call() {
            long now = number.get();
            boolean unchanged = now > 0 && now == before;
            before = now;
            return unchanged;
        }
    }

    private AtomicRequest serve(String answer) {
        AtomicRequest request = new AtomicRequest();
        Thread.ofVirtual().start(() -> {
            try (Socket client = server.accept()) {
                byte[] bytes = new byte[4096];
                int length = client.getInputStream().read(bytes);
                request.text = new String(bytes, 0, Math.max(length, 0), ISO_8859_1);
                client.getOutputStream().write(answer.getBytes(ISO_8859_1));
            } catch (IOException e) {
                // the proxy has had enough
            }
        });
        return request;
    }

    private AtomicLong endlessly(String begin, String again) {
        AtomicLong sent = new AtomicLong();
        Thread.ofVirtual().start(() -> {
            try (Socket client = server.accept()) {
                OutputStream out = client.getOutputStream();
                out.write(begin.getBytes(ISO_8859_1));
                while (true) {
                    out.write(again.getBytes(ISO_8859_1));
                    sent.addAndGet(again.length());
                }
            } catch (IOException e) {
                // the proxy has had enough
            }
        });
        return sent;
    }
}
