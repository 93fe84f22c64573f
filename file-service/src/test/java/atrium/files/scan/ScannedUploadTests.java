package atrium.files.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.files.TusRequests;
import atrium.platform.config.Live;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What a client sees of a file that has to be judged first. */
class ScannedUploadTests extends TusRequests {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

    @Autowired
    private Live<ScanProperties> properties;

    private final CountDownLatch judged = new CountDownLatch(1);
    private FakeClamd clamd;

    @BeforeEach
    void scan() throws IOException {
        clamd = new FakeClamd();
        properties.replace(ScanPropertiesTests.with("by", "clamd", "clamd.port", String.valueOf(clamd.port())));
    }

    @AfterEach
    void scanNoMore() throws IOException {
        properties.replace(ScanPropertiesTests.with());
        judged.countDown();
        clamd.close();
    }

    @Test
    void until_it_is_judged_it_is_in_no_list_and_not_to_be_got_but_its_upload_is_whole() {
        clamd.behave((in, out) -> {
            judged.await();
            clamd.scan(in, out);
        });
        String path = upload(HELLO, metadata("filename", "a.txt", "room", "scanned"));

        HttpResponse<String> refusal = send(request(path).GET());
        assertThat(refusal.statusCode()).isEqualTo(404);
        assertThat(refusal.body()).contains("\"code\":\"file-being-scanned\"");
        assertThat(header(refusal, "Retry-After")).isNotEmpty();
        assertThat(send(request("/files?room=scanned").GET()).body()).isEqualTo("[]");
        HttpResponse<String> head = head(path);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "Upload-Offset")).isEqualTo("5");
        assertThat(header(head, "Upload-Length")).isEqualTo("5");

        judged.countDown();
        await().atMost(SOON).until(() -> send(request(path).GET()).body().equals("hello"));
        assertThat(send(request("/files?room=scanned").GET()).body()).contains("a.txt");
    }

    @Test
    void who_asks_for_an_infected_one_is_told_that_it_is_gone_and_why() {
        String path = upload(FakeClamd.EICAR, metadata("filename", "game.exe", "room", "infected"));

        await().atMost(SOON).until(() -> send(request(path).GET()).statusCode() == 410);

        assertThat(send(request(path).GET()).body())
                .contains("\"code\":\"file-refused\"")
                .contains("\"reason\":\"Win.Test.EICAR_HDB-1\"");
        assertThat(send(request("/files?room=infected").GET()).body()).isEqualTo("[]");
    }
}
