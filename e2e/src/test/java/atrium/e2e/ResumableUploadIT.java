package atrium.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import atrium.platform.testsupport.Part;
import atrium.platform.testsupport.Requires;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The IETF's resumable uploads through the gateway: on the wire, with curl, and with a client that others wrote. */
@ExtendWith(SystemUnderTest.class)
class ResumableUploadIT {

    private static final int MIB = 1 << 20;
    private static final int PATIENCE_SECONDS = 60;

    /** The web app's own copy. */
    private static final Path LIBRARY = RunningSystem.repository().resolve("gateway/web/node_modules/tus-js-client");

    @TempDir
    private Path directory;

    @Test
    @Requires(Part.CURL)
    void curl_is_told_where_its_upload_is(RunningSystem system) throws Exception {
        byte[] bytes = bytes(3 * MIB);
        Path file = Files.write(directory.resolve("a.bin"), bytes);

        String told = run(List.of(
                "curl",
                "-sSv",
                "-H",
                "Upload-Draft-Interop-Version: 8",
                "-H",
                "Upload-Complete: ?1",
                "-H",
                "Content-Type: application/x-test",
                "--data-binary",
                "@" + file,
                system.url("/files?filename=a.bin").toString()));

        assertThat(told)
                .containsSubsequence(
                        "< HTTP/1.1 104 Upload Resumption Supported", "< Location: /files/", "< HTTP/1.1 201 Created");
        String path = told.replaceFirst("(?s).*?< Location: (/files/[0-9a-f]{32}).*", "$1");
        assertThat(download(system.url(path))).isEqualTo(bytes);
    }

    @Test
    void a_client_that_is_cut_goes_on_where_it_was(RunningSystem system) throws Exception {
        byte[] bytes = bytes(5 * MIB);
        String path;
        try (Socket socket = new Socket("localhost", system.url("/").getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("POST /files HTTP/1.1\r\nHost: localhost\r\nUpload-Draft-Interop-Version: 8\r\n"
                                    + "Upload-Complete: ?1\r\nContent-Length: " + bytes.length + "\r\n\r\n")
                            .getBytes(ISO_8859_1));
            String interim = headOf(socket);
            assertThat(interim).startsWith("HTTP/1.1 104 Upload Resumption Supported");
            path = interim.replaceFirst("(?s).*Location: (/files/[0-9a-f]{32}).*", "$1");
            socket.getOutputStream().write(bytes, 0, 2 * MIB);
        }
        // What was still on its way through the gateway when its client left may be lost, but nothing else.
        int held = (int) offset(system.url(path));
        assertThat(held).isBetween(0, 2 * MIB);

        HttpResponse<String> rest = Http.CLIENT.send(
                HttpRequest.newBuilder(system.url(path))
                        .header("Upload-Offset", Integer.toString(held))
                        .header("Upload-Complete", "?1")
                        .header("Content-Type", "application/partial-upload")
                        .method("PATCH", BodyPublishers.ofByteArray(Arrays.copyOfRange(bytes, held, bytes.length)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(rest.statusCode()).as(rest.body()).isEqualTo(201);
        assertThat(download(system.url(path))).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "ietf-draft-03, 0, 0",
        "ietf-draft-05, 0, 0",
        "ietf-draft-03, 1000000, 0",
        "ietf-draft-05, 1000000, 0",
        "ietf-draft-05, 1000000, 2000000"
    })
    void a_client_library_comes_through(String protocol, int chunkSize, int pause, RunningSystem system)
            throws Exception {
        byte[] bytes = bytes(5_000_000);
        Path file = Files.write(directory.resolve("b.bin"), bytes);

        String told = run(List.of(
                "node",
                Path.of(ResumableUploadIT.class.getResource("/rufh-client.cjs").toURI())
                        .toString(),
                LIBRARY.toString(),
                protocol,
                system.url("/files?filename=b.bin").toString(),
                file.toString(),
                Integer.toString(chunkSize),
                Integer.toString(pause)));

        assertThat(told).contains("\"url\":");
        String path = told.replaceFirst("(?s).*(/files/[0-9a-f]{32}).*", "$1");
        assertThat(download(system.url(path))).isEqualTo(bytes);
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        String told = Files.readString(out, ISO_8859_1);
        assertThat(process.exitValue()).as(told).isZero();
        return told;
    }

    private static long offset(URI upload) throws Exception {
        return Http.CLIENT
                .send(
                        HttpRequest.newBuilder(upload)
                                .header("Upload-Draft-Interop-Version", "8")
                                .method("HEAD", BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .headers()
                .firstValueAsLong("Upload-Offset")
                .orElse(-1);
    }

    private static byte[] download(URI file) throws Exception {
        return Http.CLIENT
                .send(HttpRequest.newBuilder(file).build(), HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    private static String headOf(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) socket.getInputStream().read());
        }
        return head.toString();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
