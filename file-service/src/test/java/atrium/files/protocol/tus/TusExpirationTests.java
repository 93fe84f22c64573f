package atrium.files.protocol.tus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.files.TusRequests;
import atrium.files.upload.Removal;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** tus 1.0.0, "Expiration" and "Termination". */
class TusExpirationTests extends TusRequests {

    @Autowired
    private Removal removal;

    @Test
    void every_answer_tells_when_an_unfinished_upload_ends() {
        HttpResponse<String> created = send(creation(5, ""));
        String path = header(created, "Location");

        for (HttpResponse<String> answer : List.of(
                created,
                head(path),
                send(patch(path, 0, ascii("he"))),
                send(patch(path, 0, ascii("he"))),
                send(patch(path, 2, ascii("llo")).header("Upload-Checksum", "crc32 AAAAAA==")))) {
            assertInADay(header(answer, "Upload-Expires"));
        }
        HttpResponse<String> last = send(patch(path, 2, ascii("llo")));
        assertThat(last.headers().firstValue("Upload-Expires"))
                .as("what is whole is no unfinished upload")
                .isEmpty();
    }

    @Test
    void an_expired_upload_is_410_until_it_is_swept_and_404_then() throws Exception {
        limit("unfinished-expiry", "1ms");
        String path = create(5, "");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> send(patch(path, 0, ascii("he"))).statusCode() == 410);

        assertThat(head(path).statusCode()).isEqualTo(410);
        assertThat(head(path).headers().firstValue("Upload-Offset")).isEmpty();
        removal.sweep(Instant.now());

        assertThat(head(path).statusCode()).isEqualTo(404);
        assertProblem(send(patch(path, 0, ascii("he"))), 404, "no-such-file");
    }

    @Test
    void a_terminated_upload_is_gone() {
        String path = create(5, "");
        send(patch(path, 0, ascii("he")));

        assertThat(send(tus(path).DELETE()).statusCode()).isEqualTo(204);

        assertThat(head(path).statusCode()).isEqualTo(404);
        assertProblem(send(patch(path, 2, ascii("llo"))), 404, "no-such-file");
        assertProblem(send(tus(path).DELETE()), 404, "no-such-file");
    }

    @Test
    void an_upload_is_terminated_while_its_bytes_come() throws Exception {
        String path = create(100, "");

        try (Socket sender = new Socket("127.0.0.1", port)) {
            sender.setSoTimeout(10_000);
            sender.getOutputStream()
                    .write(ascii("PATCH " + path
                            + " HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
                            + "Content-Type: application/offset+octet-stream\r\nContent-Length: 100\r\n\r\nhello"));
            await().atMost(Duration.ofSeconds(10)).until(() -> stored(path) == 5);

            assertThat(send(tus(path).DELETE()).statusCode()).isEqualTo(204);

            assertThat(new String(sender.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 423");
        }
        assertThat(head(path).statusCode()).isEqualTo(404);
    }

    private static void assertInADay(String date) {
        Instant end =
                ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        assertThat(Duration.between(Instant.now(), end)).isBetween(Duration.ofHours(23), Duration.ofHours(24));
    }
}
