package atrium.gateway.interim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import atrium.gateway.route.Instances;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.context.annotation.Bean;

/** A service that is a socket, a client that is one, and between them the gateway. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "atrium.config=classpath:atrium-alone.yaml",
            "spring.cloud.gateway.server.webflux.routes[0].id=files",
            "spring.cloud.gateway.server.webflux.routes[0].uri=lb://file-service",
            "spring.cloud.gateway.server.webflux.routes[0].predicates[0]=Path=/files,/files/**",
        })
class InterimRelayTests {

    private static final String SUPPORTED =
            "HTTP/1.1 104 Upload Resumption Supported\r\nUpload-Draft-Interop-Version: 8\r\nLocation: /files/1\r\n\r\n";
    private static final String PROGRESS = "HTTP/1.1 104 Upload Resumption Supported\r\nUpload-Offset: 3\r\n\r\n";
    private static final String CREATED = "HTTP/1.1 201 Created\r\nLocation: /files/1\r\nContent-Length: 2\r\n\r\nok";

    private static volatile int servicePort;

    @LocalServerPort
    private int port;

    private ServerSocket service;

    @TestConfiguration
    static class Directory {

        @Bean
        Instances testInstances() {
            return name -> List.of(new DefaultServiceInstance(name + "-1", name, "127.0.0.1", servicePort, false));
        }
    }

    @BeforeEach
    void listen() throws IOException {
        service = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        servicePort = service.getLocalPort();
    }

    @AfterEach
    void close() throws IOException {
        service.close();
    }

    /** A connection with its text as lines. */
    private record Wire(Socket socket, BufferedReader in) implements AutoCloseable {

        static Wire of(Socket socket) throws IOException {
            socket.setSoTimeout(15_000);
            return new Wire(socket, new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1)));
        }

        void say(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        }

        /** The next head's lines, and nothing behind it. */
        List<String> head() {
            return in.lines().takeWhile(line -> !line.isEmpty()).toList();
        }

        /** Waits for the next byte, and leaves it; false at the end, or if it was closed meanwhile. */
        boolean hasMore() {
            try {
                in.mark(1);
                boolean more = in.read() >= 0;
                in.reset();
                return more;
            } catch (IOException e) {
                return false;
            }
        }

        String text(int length) throws IOException {
            char[] text = new char[length];
            for (int read = 0; read < length; ) {
                int n = in.read(text, read, length - read);
                if (n < 0) {
                    throw new IOException("ended after " + read + " of " + length);
                }
                read += n;
            }
            return new String(text);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private Wire client() throws IOException {
        return Wire.of(new Socket("127.0.0.1", port));
    }

    private static String request(String line, int length) {
        return line + "\r\nHost: localhost\r\nUpload-Complete: ?1\r\nContent-Length: " + length + "\r\n\r\n";
    }

    @Test
    void an_interim_response_reaches_the_client_before_it_has_sent_its_body() throws Exception {
        try (Wire client = client()) {
            client.say(request("POST /files HTTP/1.1", 6));
            try (Wire upstream = Wire.of(service.accept())) {
                assertThat(upstream.head()).first().isEqualTo("POST /files HTTP/1.1");
                upstream.say(SUPPORTED);
                assertThat(client.head())
                        .startsWith("HTTP/1.1 104 Upload Resumption Supported")
                        .contains("Upload-Draft-Interop-Version: 8", "Location: /files/1");

                client.say("abc");
                assertThat(upstream.text(3)).isEqualTo("abc");
                upstream.say(PROGRESS);
                assertThat(client.head()).contains("Upload-Offset: 3");

                client.say("def");
                assertThat(upstream.text(3)).isEqualTo("def");
                upstream.say(CREATED);
                assertThat(client.head()).startsWith("HTTP/1.1 201 Created").contains("Location: /files/1");
                assertThat(client.text(2)).isEqualTo("ok");
            }
        }
    }

    @Test
    void interim_and_final_response_in_one_piece_arrive_in_their_order_and_the_connection_goes_on() throws Exception {
        try (Wire client = client();
                Wire first = exchange(client, SUPPORTED + PROGRESS + CREATED)) {
            assertThat(client.head()).first().isEqualTo("HTTP/1.1 104 Upload Resumption Supported");
            assertThat(client.head()).contains("Upload-Offset: 3");
            assertThat(client.head()).first().isEqualTo("HTTP/1.1 201 Created");
            assertThat(client.text(2)).isEqualTo("ok");

            client.say("GET /files/1 HTTP/1.1\r\nHost: localhost\r\n\r\n");
            try (Wire second = next(first)) {
                assertThat(second.head()).first().isEqualTo("GET /files/1 HTTP/1.1");
                second.say("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc");
                assertThat(client.head()).first().isEqualTo("HTTP/1.1 200 OK");
                assertThat(client.text(3)).isEqualTo("abc");
            }
        }
    }

    @Test
    void an_interim_response_that_nobody_wants_is_not_taken_for_the_response() throws Exception {
        try (Wire client = client()) {
            client.say("GET /files/1 HTTP/1.1\r\nHost: localhost\r\n\r\n");
            try (Wire upstream = Wire.of(service.accept())) {
                upstream.head();
                upstream.say("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + CREATED);
                assertThat(client.head()).first().isEqualTo("HTTP/1.1 201 Created");
            }
        }
    }

    @Test
    void http_1_0_has_no_interim_responses() throws Exception {
        try (Wire client = client()) {
            client.say(request("POST /files HTTP/1.0", 0));
            try (Wire upstream = Wire.of(service.accept())) {
                upstream.head();
                upstream.say(SUPPORTED + CREATED);
                assertThat(client.head()).first().asString().contains(" 201 ");
            }
        }
    }

    @Test
    void the_service_may_go_away_after_an_interim_response() throws Exception {
        try (Wire client = client()) {
            client.say(request("POST /files HTTP/1.1", 0));
            try (Wire upstream = Wire.of(service.accept())) {
                upstream.head();
                upstream.say(SUPPORTED);
                assertThat(client.head()).first().asString().contains(" 104 ");
            }
            assertThat(client.head()).first().isEqualTo("HTTP/1.1 502 Bad Gateway");
        }
    }

    @Test
    void a_hundred_continue_beside_it_is_the_gateways_as_ever() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        try (Wire client = client()) {
            client.say("POST /files HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            Thread.ofVirtual().start(() -> serveContinued(answered));
            List<String> seen = new java.util.ArrayList<>();
            while (seen.size() < 2) {
                seen.add(client.head().getFirst());
            }
            client.say("abc");

            assertThat(seen)
                    .containsExactlyInAnyOrder("HTTP/1.1 104 Upload Resumption Supported", "HTTP/1.1 100 Continue");
            assertThat(client.head()).first().isEqualTo("HTTP/1.1 201 Created");
            assertThat(answered.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private void serveContinued(CountDownLatch answered) {
        try (Wire upstream = Wire.of(service.accept())) {
            upstream.head();
            upstream.say(SUPPORTED + "HTTP/1.1 100 Continue\r\n\r\n");
            upstream.text(3);
            upstream.say(CREATED);
            answered.countDown();
            upstream.head();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the gateway's next request comes: over the connection that it has, if that was back in time, or another. */
    private Wire next(Wire former) {
        CompletableFuture<Wire> next = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                next.complete(Wire.of(service.accept()));
            } catch (IOException e) {
                next.completeExceptionally(e); // at the end of the test at the latest
            }
        });
        Thread.ofVirtual().start(() -> {
            if (former.hasMore()) {
                next.complete(former);
            }
        });
        return next.orTimeout(15, TimeUnit.SECONDS).join();
    }

    private Wire exchange(Wire client, String answer) throws IOException {
        client.say(request("POST /files HTTP/1.1", 3) + "abc");
        Wire upstream = Wire.of(service.accept());
        upstream.head();
        upstream.text(3);
        upstream.say(answer);
        return upstream;
    }
}
