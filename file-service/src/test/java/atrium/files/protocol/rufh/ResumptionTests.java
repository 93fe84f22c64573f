package atrium.files.protocol.rufh;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** "Status Code 104", and what it is for: byte by byte, on the wire. */
class ResumptionTests extends RufhRequests {

    private static final int MIB = 1 << 20;

    @Test
    void the_upload_is_named_before_its_bytes_come() throws Exception {
        byte[] bytes = bytes(3 * MIB, 1);
        try (RawClient client = new RawClient(port)) {
            client.send("POST /files?room=interim HTTP/1.1", 8, "?1", bytes.length, "");

            RawClient.Head interim = client.head();
            client.send(bytes);
            RawClient.Head answer = client.head();

            assertThat(interim.line()).isEqualTo("HTTP/1.1 104 Upload Resumption Supported");
            assertThat(interim.field("Upload-Draft-Interop-Version")).isEqualTo("8");
            assertThat(interim.field("Upload-Limit")).contains("max-size=", "max-age=");
            assertThat(interim.field("Location")).matches("/files/[0-9a-f]{32}");
            assertThat(answer.line()).isEqualTo("HTTP/1.1 201 Created");
            assertThat(answer.field("Location")).isEqualTo(interim.field("Location"));
            assertThat(answer.field("Upload-Delete-Token")).isEqualTo(interim.field("Upload-Delete-Token"));
            assertThat(download(answer.field("Location"))).isEqualTo(bytes);
        }
    }

    @Test
    void a_client_that_is_cut_goes_on_where_it_was() throws Exception {
        byte[] bytes = bytes(3 * MIB, 2);
        String path;
        try (RawClient client = new RawClient(port)) {
            client.send("POST /files HTTP/1.1", 8, "?1", bytes.length, "");
            path = client.head().field("Location");
            client.send(Arrays.copyOf(bytes, 1_234_567));
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> stored(path) == 1_234_567);

        int offset = Integer.parseInt(header(head(path), "Upload-Offset"));
        HttpResponse<String> rest = send(append(path, offset, "?1", Arrays.copyOfRange(bytes, offset, bytes.length)));

        assertThat(offset).isEqualTo(1_234_567);
        assertThat(rest.statusCode()).isEqualTo(201);
        assertThat(download(path)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"head", "append", "delete"})
    void the_next_request_ends_one_that_hangs(String next) throws Exception {
        byte[] bytes = bytes(100, 3);
        try (RawClient hanging = new RawClient(port)) {
            hanging.send("POST /files HTTP/1.1", 8, "?1", bytes.length, "");
            String path = hanging.head().field("Location");
            hanging.send(Arrays.copyOf(bytes, 50));
            await().atMost(Duration.ofSeconds(10)).until(() -> stored(path) == 50);

            int status = switch (next) {
                case "head" -> head(path).statusCode();
                case "append" ->
                    send(append(path, 50, "?0", Arrays.copyOfRange(bytes, 50, 60)))
                            .statusCode();
                default -> send(request(path).DELETE()).statusCode();
            };

            assertThat(status).isEqualTo(204);
            assertThat(hanging.head().line()).startsWith("HTTP/1.1 423");
            assertThat(hanging.rest()).contains("upload-locked");
        }
    }

    @Test
    void progress_is_told_while_the_bytes_come() throws Exception {
        limit("guests.max-size", "100MB", "max-size", "1GB");
        byte[] piece = bytes(8 * MIB, 4);
        String path = create(10L * piece.length);
        try (RawClient client = new RawClient(port)) {
            client.send("PATCH " + path + " HTTP/1.1", 8, "?1", 10 * piece.length, "Upload-Offset: 0\r\n");
            for (int i = 0; i < 10; i++) {
                client.send(piece);
            }

            RawClient.Head first = client.head();
            RawClient.Head second = client.head();
            RawClient.Head answer = client.head();

            assertThat(first.line()).startsWith("HTTP/1.1 104");
            assertThat(first.field("Upload-Draft-Interop-Version")).isEqualTo("8");
            assertThat(Long.parseLong(first.field("Upload-Offset"))).isBetween(32L * MIB, 40L * MIB);
            assertThat(first.field("Location")).isEmpty();
            assertThat(Long.parseLong(second.field("Upload-Offset"))).isBetween(64L * MIB, 80L * MIB);
            assertThat(answer.line()).startsWith("HTTP/1.1 201");
            assertThat(answer.field("Upload-Complete")).isEqualTo("?1");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 9})
    void who_announces_no_version_that_is_spoken_gets_no_104(int version) throws Exception {
        try (RawClient client = new RawClient(port)) {
            client.send("POST /files HTTP/1.1", version, "?1", 5, "");
            client.send(new byte[5]);

            assertThat(client.head().line()).startsWith("HTTP/1.1 201");
        }
    }

    @Test
    void http_1_0_has_no_interim_responses() throws Exception {
        try (RawClient client = new RawClient(port)) {
            client.send("POST /files HTTP/1.0", 8, "?1", 5, "");
            client.send(new byte[5]);

            assertThat(client.head().line()).contains(" 201 ");
        }
    }

    @Test
    void a_104_does_not_take_the_place_of_100_continue() throws Exception {
        try (RawClient client = new RawClient(port)) {
            client.send("POST /files HTTP/1.1", 8, "?1", 5, "Expect: 100-continue\r\n");

            assertThat(client.head().line()).startsWith("HTTP/1.1 104");
            assertThat(client.head().line()).startsWith("HTTP/1.1 100");
            client.send(new byte[5]);
            assertThat(client.head().line()).startsWith("HTTP/1.1 201");
        }
    }

    /** The HTTP codec counts responses, and the traffic handler ends a request with the first that it sees. */
    @Test
    void a_connection_carries_requests_after_a_104_and_their_answers_are_theirs() throws Exception {
        try (RawClient client = new RawClient(port)) {
            for (int i = 1; i <= 20; i++) {
                client.send("POST /files HTTP/1.1", 8, "?1", i, "");
                assertThat(client.head().line()).startsWith("HTTP/1.1 104");
                client.send(new byte[i]);
                RawClient.Head answer = client.head();
                assertThat(answer.field("Upload-Offset")).isEqualTo(Integer.toString(i));
                client.body(answer);

                client.send("HEAD " + answer.field("Location") + " HTTP/1.1", 8, "", 0, "");
                RawClient.Head head = client.head();
                assertThat(head.line()).startsWith("HTTP/1.1 204");
                assertThat(head.field("Upload-Offset")).isEqualTo(Integer.toString(i));
            }
        }
    }

    @Test
    void requests_in_a_row_get_their_responses_in_that_row() throws Exception {
        try (RawClient client = new RawClient(port)) {
            client.send("POST /files HTTP/1.1", 8, "?1", 5, "");
            client.send("hello".getBytes(ISO_8859_1));
            client.send("POST /files HTTP/1.1", 8, "?1", 3, "");
            client.send("abc".getBytes(ISO_8859_1));

            for (int length : new int[] {5, 3}) {
                assertThat(client.head().line()).startsWith("HTTP/1.1 104");
                RawClient.Head answer = client.head();
                assertThat(answer.field("Upload-Length")).isEqualTo(Integer.toString(length));
                client.body(answer);
            }
        }
    }

    @Test
    void what_its_client_cannot_go_on_with_is_not_kept() throws IOException {
        limit("guests.room-quota", "60B");
        try (RawClient client = new RawClient(port)) {
            client.send("POST /files?room=forgotten HTTP/1.1", 0, "?1", 50, "");
            client.send(new byte[10]);
        }

        await().atMost(Duration.ofSeconds(10))
                .until(() ->
                        send(creation("?room=forgotten", "?1", new byte[60])).statusCode() == 201);
    }
}
