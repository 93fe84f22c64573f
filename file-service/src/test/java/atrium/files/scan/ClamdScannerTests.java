package atrium.files.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.files.catalog.FileId;
import atrium.files.catalog.FileInfos;
import atrium.files.catalog.StoredFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClamdScannerTests {

    private FakeClamd clamd;

    @BeforeEach
    void start() throws IOException {
        clamd = new FakeClamd();
    }

    @AfterEach
    void stop() throws IOException {
        clamd.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 300_000})
    void it_gets_every_byte_and_says_that_they_are_clean(int length) throws IOException {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);

        assertThat(scan(bytes)).isEqualTo(Verdict.CLEAN);

        assertThat(clamd.scanned()).singleElement().isEqualTo(bytes);
    }

    @Test
    void what_is_sent_is_the_command_and_chunks_as_the_manual_says() throws IOException {
        byte[][] seen = new byte[1][];
        clamd.behave((in, out) -> {
            seen[0] = in.readNBytes(10 + 4 + 5 + 4);
            out.write("stream: OK\0".getBytes(StandardCharsets.US_ASCII));
        });

        scan("hello".getBytes(StandardCharsets.US_ASCII));

        assertThat(seen[0]).isEqualTo("zINSTREAM\0\0\0\0\5hello\0\0\0\0".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void a_virus_is_found_and_named() throws IOException {
        assertThat(scan(FakeClamd.EICAR)).isEqualTo(new Verdict.Infected("Win.Test.EICAR_HDB-1"));
    }

    @Test
    void it_may_say_before_the_end_that_it_takes_no_more() throws IOException {
        clamd.streamMaxLength(100_000);

        assertThat(scan(new byte[20 << 20])).isEqualTo(new Verdict.TooLarge());
    }

    @Test
    void an_answer_without_its_end_is_none() {
        clamd.behave(FakeClamd.saying("stream: OK"));

        assertThatThrownBy(() -> scan(new byte[3]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void an_answer_that_does_not_end_is_none() {
        clamd.behave(FakeClamd.saying("x".repeat(10_000)));

        assertThatThrownBy(() -> scan(new byte[3])).isInstanceOf(ScanFailedException.class);
    }

    @Test
    void death_in_the_midst_of_a_stream_is_no_verdict() {
        clamd.behave((in, out) -> in.readNBytes(100_000));

        assertThatThrownBy(() -> scan(new byte[20 << 20])).isInstanceOf(IOException.class);
    }

    @Test
    void who_does_not_answer_in_time_gives_no_verdict() {
        CountDownLatch end = new CountDownLatch(1);
        clamd.behave(FakeClamd.silent(end));

        assertThatThrownBy(() -> scan(new byte[3], Duration.ofMillis(200))).isInstanceOf(IOException.class);
        end.countDown();
    }

    @Test
    void nobody_there_is_no_verdict() throws IOException {
        clamd.close();

        assertThatThrownBy(() -> scan(new byte[3])).isInstanceOf(IOException.class);
    }

    @Test
    void bytes_that_cannot_be_read_are_no_verdict() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk is gone");
            }
        };

        assertThatThrownBy(() -> scanner(Duration.ofSeconds(5)).scan(file(3), broken))
                .hasMessage("the disk is gone");
    }

    private Verdict scan(byte[] bytes) throws IOException {
        return scan(bytes, Duration.ofSeconds(20));
    }

    private Verdict scan(byte[] bytes, Duration limit) throws IOException {
        return scanner(limit).scan(file(bytes.length), new ByteArrayInputStream(bytes));
    }

    private ClamdScanner scanner(Duration limit) {
        return new ClamdScanner(new ScanProperties.Clamd("127.0.0.1", clamd.port()), limit);
    }

    static StoredFile file(long size) {
        return new StoredFile(
                new FileId("0f".repeat(16)),
                FileInfos.of("Grüße.txt", "text/plain", "Raum é", null),
                size,
                "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
                null,
                true,
                Instant.EPOCH,
                null);
    }
}
