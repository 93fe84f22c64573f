package atrium.platform.keepalive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

class ReadAfterAnswerTests {

    private static final String ANSWER = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

    private final DisposableServer server = ReadAfterAnswer.in(HttpServer.create())
            .host("127.0.0.1")
            .port(0)
            .handle((request, response) -> response.header("content-length", "2")
                    .sendString(
                            request.uri().equals("/slow")
                                    ? Mono.delay(Duration.ofMillis(50)).thenReturn("ok")
                                    : Mono.just("ok")))
            .bindNow();

    @AfterEach
    void stop() {
        server.disposeNow();
    }

    @Test
    void a_connection_is_read_on_after_a_request_that_had_to_wait_was_answered_at_once() throws IOException {
        try (var socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(5_000);
            for (int round = 0; round < 3; round++) {
                ask(socket, "/slow", "/quick");
                answers(socket, 2);
            }
            ask(socket, "/quick");
            answers(socket, 1);
        }
    }

    @Test
    void many_requests_sent_at_once_are_answered_in_order() throws IOException {
        try (var socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(5_000);
            ask(socket, "/quick", "/slow", "/quick", "/quick", "/slow", "/quick");
            answers(socket, 6);
            ask(socket, "/quick");
            answers(socket, 1);
        }
    }

    private static void ask(Socket socket, String... paths) throws IOException {
        StringBuilder requests = new StringBuilder();
        for (String path : paths) {
            requests.append("GET ").append(path).append(" HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }
        socket.getOutputStream().write(requests.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static void answers(Socket socket, int count) throws IOException {
        byte[] bytes = socket.getInputStream().readNBytes(ANSWER.length() * count);
        assertThat(new String(bytes, StandardCharsets.US_ASCII)).isEqualTo(ANSWER.repeat(count));
    }
}
