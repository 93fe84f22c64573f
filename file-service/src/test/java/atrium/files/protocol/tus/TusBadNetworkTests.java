package atrium.files.protocol.tus;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.files.TusRequests;
import atrium.platform.testsupport.CuttingProxy;
import atrium.platform.testsupport.CuttingProxy.Cut;
import atrium.platform.testsupport.GeneratedBytes;
import atrium.platform.testsupport.StubbornUpload;
import io.tus.java.client.ProtocolException;
import io.tus.java.client.TusClient;
import io.tus.java.client.TusExecutor;
import io.tus.java.client.TusURLMemoryStore;
import io.tus.java.client.TusUpload;
import io.tus.java.client.TusUploader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients behind a network that cuts them off; the whole system is put to the same by {@code TusClientIT}. */
class TusBadNetworkTests extends TusRequests {

    private static final int CUTS = 50;

    private CuttingProxy network;

    @BeforeEach
    void connect() throws IOException {
        network = new CuttingProxy(new InetSocketAddress("127.0.0.1", port));
    }

    @AfterEach
    void disconnect() throws IOException {
        network.close();
    }

    @Test
    void fifty_cuts_at_random_points_leave_the_same_file() throws Exception {
        long seed = System.nanoTime();
        GeneratedBytes content = new GeneratedBytes(seed, 64 * 1024 * 1024);
        network.cutAtRandom(CUTS, content.length(), new Random(seed));

        try (StubbornUpload upload = new StubbornUpload(throughTheNetwork(), Map.of(), Duration.ofSeconds(20))) {
            String path = upload.send(content).getPath();

            assertThat(network.cuts()).as("seed %d", seed).isEqualTo(CUTS);
            assertThat(upload.breaks()).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(CUTS);
            assertWhole(path, content);
        }
    }

    @ParameterizedTest
    @EnumSource(Cut.class)
    void the_upload_goes_on_at_once_however_it_was_cut(Cut cut) throws Exception {
        GeneratedBytes content = new GeneratedBytes(7, 8 * 1024 * 1024);
        network.cutAfter(3_333_333, cut);

        try (StubbornUpload upload = new StubbornUpload(throughTheNetwork(), Map.of(), Duration.ofSeconds(20))) {
            long begin = System.nanoTime();
            String path = upload.send(content).getPath();

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
            assertThat(upload.breaks()).hasSize(1);
            assertWhole(path, content);
        }
    }

    @Test
    void the_tus_projects_own_client_comes_through() throws Exception {
        GeneratedBytes content = new GeneratedBytes(8, 8 * 1024 * 1024);
        for (Cut cut : Cut.values()) {
            network.cutAfter(1_777_777, cut);
        }
        TusClient client = new TusClient();
        client.setUploadCreationURL(throughTheNetwork().toURL());
        client.enableResuming(new TusURLMemoryStore());
        Retrying upload = new Retrying(client, content);
        upload.setDelays(IntStream.range(0, 20).map(i -> 50).toArray());

        assertThat(upload.makeAttempts()).isTrue();

        assertThat(network.cuts()).isEqualTo(Cut.values().length);
        assertThat(upload.attempts).isGreaterThan(Cut.values().length);
        assertWhole(upload.path, content);
    }

    private URI throughTheNetwork() {
        return URI.create("http://localhost:" + network.port() + "/files");
    }

    private void assertWhole(String path, GeneratedBytes content) throws IOException {
        HttpResponse<InputStream> answer = send(request(path), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(header(answer, "ETag")).as("seed %d", content.seed()).isEqualTo('"' + content.sha256() + '"');
        try (InputStream body = answer.body()) {
            assertThat(GeneratedBytes.sha256(body))
                    .as("seed %d", content.seed())
                    .isEqualTo(content.sha256());
        }
    }

    /** What the client library asks its users to write. */
    private static final class Retrying extends TusExecutor {

        private final TusClient client;
        private final GeneratedBytes content;
        private int attempts;
        private String path = "";

        Retrying(TusClient client, GeneratedBytes content) {
            this.client = client;
            this.content = content;
        }

        @Override
        protected void makeAttempt() throws ProtocolException, IOException {
            attempts++;
            TusUpload upload = new TusUpload();
            upload.setSize(content.length());
            upload.setInputStream(content.streamFrom(0));
            upload.setFingerprint("the same");
            TusUploader uploader = client.resumeOrCreateUpload(upload);
            uploader.setChunkSize(100_000);
            while (uploader.uploadChunk() > -1) {
                // until the client has nothing left
            }
            uploader.finish();
            path = uploader.getUploadURL().getPath();
        }
    }
}
