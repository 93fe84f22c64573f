package atrium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.platform.testsupport.CuttingProxy;
import atrium.platform.testsupport.CuttingProxy.Cut;
import atrium.platform.testsupport.GeneratedBytes;
import atrium.platform.testsupport.Part;
import atrium.platform.testsupport.Requires;
import atrium.platform.testsupport.StubbornUpload;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients of tus 1.0.0 that others wrote, at the gateway, behind a network that cuts them off. */
@ExtendWith(SystemUnderTest.class)
@Timeout(60)
class TusClientIT {

    private static final Path LIBRARY = RunningSystem.repository().resolve("e2e/players/node_modules/tus-js-client");
    private static final Pattern URL = Pattern.compile("\"url\":\"([^\"]+)\"");
    private static final Pattern RETRIES = Pattern.compile("\"retries\":(\\d+)");
    private static final Pattern LOCATION = Pattern.compile("(?im)^location: (/files/\\S+)");
    private static final Pattern OFFSET = Pattern.compile("(?im)^upload-offset: (\\d+)");
    private static final int CUTS = 50;
    private static final int CLIENT_SECONDS = 40;

    private CuttingProxy network;

    @BeforeEach
    void connect(RunningSystem system) throws IOException {
        network = new CuttingProxy(
                new InetSocketAddress("localhost", system.url("/").getPort()));
    }

    @AfterEach
    void disconnect() throws IOException {
        network.close();
    }

    @Test
    void a_gibibyte_that_is_cut_fifty_times_at_random_points_is_the_same_file(RunningSystem system) throws Exception {
        long seed = System.nanoTime();
        GeneratedBytes content = new GeneratedBytes(seed, 1L << 30);
        network.cutAtRandom(CUTS, content.length(), new Random(seed));
        Map<String, String> member = Map.of("Authorization", "Bearer " + system.adminToken());

        try (StubbornUpload upload = new StubbornUpload(throughTheNetwork(), member, Duration.ofSeconds(30))) {
            URI file = system.url(upload.send(content).getPath());

            assertThat(network.cuts()).as("seed %d", seed).isEqualTo(CUTS);
            assertThat(upload.breaks()).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(CUTS);
            assertWhole(file, content);
            delete(system, file);
        }
    }

    /** The tus project's client for browsers, here in Node: one connection, three that are put together, a stream. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`{}`",
                "`{\"parallelUploads\":3}`",
                "`{\"uploadLengthDeferred\":true,\"chunkSize\":1000000}`",
                "`{\"uploadDataDuringCreation\":true,\"chunkSize\":5000000}`"
            })
    void a_client_library_comes_through(String options, RunningSystem system, @TempDir Path directory)
            throws Exception {
        GeneratedBytes content = new GeneratedBytes(options.hashCode(), 20_000_000);
        Path file = file(directory, content);
        for (Cut cut : List.of(Cut.RESET, Cut.HALF_CLOSED, Cut.UNNOTICED, Cut.RESET)) {
            network.cutAfter(3_456_789, cut);
        }

        String told =
                run("node", script(), LIBRARY.toString(), throughTheNetwork().toString(), file.toString(), options);

        assertThat(network.cuts()).as(told).isEqualTo(4);
        assertThat(Integer.parseInt(found(RETRIES, told))).isGreaterThanOrEqualTo(4);
        URI uploaded = system.url(URI.create(found(URL, told)).getPath());
        assertThat(assertWhole(uploaded, content)
                        .firstValue("Content-Disposition")
                        .orElse(""))
                .contains("sent-by-node.bin");
    }

    /** On a line of 40 Mbit/s: what is cut in its first milliseconds may not have left the gateway. */
    @Test
    @Requires(Part.CURL)
    void curl_goes_on_where_it_was_cut(RunningSystem system, @TempDir Path directory) throws Exception {
        GeneratedBytes content = new GeneratedBytes(9, 10_000_000);
        String upload = throughTheNetwork().resolve(begin(content.length())).toString();
        network.cutAfter(6_000_000, Cut.RESET);

        String broken = patch(upload, 0, file(directory, content), "--limit-rate", "5M");
        long offset = Long.parseLong(found(OFFSET, run("curl", "-sSI", "-H", "Tus-Resumable: 1.0.0", upload)));

        assertThat(broken).doesNotContain(" 204");
        assertThat(offset).isBetween(1L, 6_000_000L);
        Path rest = directory.resolve("rest");
        try (InputStream bytes = content.streamFrom(offset)) {
            Files.copy(bytes, rest);
        }
        assertThat(patch(upload, offset, rest)).contains(" 204");
        assertWhole(system.url(URI.create(upload).getPath()), content);
    }

    @Test
    @Requires(Part.CURL)
    void a_checksum_that_does_not_match_is_460_at_the_gateway(@TempDir Path directory) throws Exception {
        String upload = throughTheNetwork().resolve(begin(11)).toString();
        Path hello = Files.writeString(directory.resolve("hello"), "hello world");

        String wrong = patch(upload, 0, hello, "-H", "Upload-Checksum: sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA=");
        String right = patch(upload, 0, hello, "-H", "Upload-Checksum: sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=");

        assertThat(wrong).contains(" 460").contains("checksum-mismatch");
        assertThat(right).contains(" 204");
    }

    private URI throughTheNetwork() {
        return URI.create("http://localhost:" + network.port() + "/files");
    }

    private String begin(long length) throws Exception {
        return found(
                LOCATION,
                run(
                        "curl",
                        "-sSi",
                        "-X",
                        "POST",
                        "-H",
                        "Tus-Resumable: 1.0.0",
                        "-H",
                        "Upload-Length: " + length,
                        throughTheNetwork().toString()));
    }

    /** What curl prints of the answer, or of the failure. */
    private static String patch(String upload, long offset, Path bytes, String... more) throws Exception {
        String[] command = {
            "curl",
            "-sSi",
            "-X",
            "PATCH",
            "-H",
            "Tus-Resumable: 1.0.0",
            "-H",
            "Content-Type: application/offset+octet-stream",
            "-H",
            "Upload-Offset: " + offset,
            "-T",
            bytes.toString(),
            upload
        };
        return run(Stream.concat(Arrays.stream(command), Arrays.stream(more)).toArray(String[]::new));
    }

    /** Runs a client to its end and gives what it printed. */
    private static String run(String... command) throws Exception {
        Path out = Files.createTempFile("client", ".out");
        Process client = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(client.waitFor(CLIENT_SECONDS, TimeUnit.SECONDS))
                    .as("%s ends", command[0])
                    .isTrue();
            return Files.readString(out, StandardCharsets.UTF_8);
        } finally {
            client.destroyForcibly();
            Files.delete(out);
        }
    }

    private static String script() throws Exception {
        return Path.of(TusClientIT.class.getResource("/tus-client.cjs").toURI()).toString();
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as("%s in: %s", pattern, text).isTrue();
        return matcher.group(1);
    }

    private static Path file(Path directory, GeneratedBytes content) throws IOException {
        Path file = directory.resolve("content");
        try (InputStream bytes = content.streamFrom(0)) {
            Files.copy(bytes, file);
        }
        return file;
    }

    private static HttpHeaders assertWhole(URI file, GeneratedBytes content) throws IOException {
        HttpResponse<InputStream> answer = Http.stream(file);
        assertThat(answer.headers().firstValue("ETag"))
                .as("seed %d", content.seed())
                .hasValue('"' + content.sha256() + '"');
        try (InputStream body = answer.body()) {
            assertThat(GeneratedBytes.sha256(body))
                    .as("seed %d", content.seed())
                    .isEqualTo(content.sha256());
        }
        return answer.headers();
    }

    /** A GiB is not left lying about for the tests that follow. */
    private static void delete(RunningSystem system, URI file) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(file)
                .header("Authorization", "Bearer " + system.adminToken())
                .DELETE()
                .build();
        assertThat(Http.CLIENT
                        .send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(204);
    }
}
