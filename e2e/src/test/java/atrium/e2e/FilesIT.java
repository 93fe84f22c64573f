package atrium.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.platform.testsupport.Part;
import atrium.platform.testsupport.Requires;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files through the gateway, as curl and a browser see them. */
@ExtendWith(SystemUnderTest.class)
class FilesIT {

    private static final int MIB = 1 << 20;

    @TempDir
    private Path directory;

    @Test
    void an_upload_passes_the_gateway_while_it_comes(RunningSystem system) throws Exception {
        String path = create(system, 8 * MIB);
        Path part = system.home().resolve("data/file-service/uploads/" + path.substring("/files/".length()) + ".part");
        byte[] piece = new byte[MIB];

        try (Socket socket = new Socket("localhost", system.url("").getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("PATCH " + path + " HTTP/1.1\r\nHost: localhost\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n"
                            + "Content-Type: application/offset+octet-stream\r\nContent-Length: " + 8 * MIB
                            + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            for (int sent = 1; sent <= 8; sent++) {
                out.write(piece);
                long expected = (long) sent * MIB;
                // The last piece makes it a file, and the part is gone.
                await().atMost(Duration.ofSeconds(10)).until(() -> !Files.exists(part) || Files.size(part) == expected);
            }
            assertThat(answerOf(socket)).startsWith("HTTP/1.1 204");
        }
    }

    @Test
    void a_download_waits_for_its_reader_and_not_in_the_gateway(RunningSystem system) throws Exception {
        byte[] bytes = bytes(64 * MIB);
        String path = uploadByForm(system, Files.write(directory.resolve("large.bin"), bytes), "large");
        long before = residentBytes(system.process("gateway"));

        HttpResponse<InputStream> answer = Http.stream(system.url(path));
        try (InputStream body = answer.body()) {
            byte[] head = body.readNBytes(MIB);
            assertThat(residentBytes(system.process("gateway")) - before).isLessThan(48L * MIB);
            byte[] rest = body.readAllBytes();

            assertThat(head.length + rest.length).isEqualTo(bytes.length);
            assertThat(answer.headers().firstValue("ETag")).hasValue('"' + sha256(bytes) + '"');
            assertThat(sha256(head, rest)).isEqualTo(sha256(bytes));
        }
    }

    @Test
    @Requires(Part.CURL)
    void curl_sends_a_form_and_goes_on_with_a_download(RunningSystem system) throws Exception {
        byte[] bytes = bytes(3 * MIB);
        Path file = Files.write(directory.resolve("报告 2026.bin"), bytes);
        String json = curl(
                "-F", "room=curl", "-F", "file=@" + file, system.url("/files").toString());
        assertThat(json).contains("\"name\":\"报告 2026.bin\"", sha256(bytes));
        String url = json.replaceFirst(".*\"url\":\"([^\"]+)\".*", "$1");

        Path got = Files.write(directory.resolve("got"), java.util.Arrays.copyOf(bytes, 1_000_000));
        curl("-C", "-", "-o", got.toString(), system.url(url).toString());

        assertThat(Files.readAllBytes(got)).isEqualTo(bytes);
        String listed = curl(system.url("/files?room=curl").toString());
        assertThat(listed).contains("报告 2026.bin");
    }

    /** The gateway takes a form as it comes, so what a page shows of its progress is true. */
    @Test
    @Requires(Part.BROWSER)
    void a_form_tells_its_page_how_far_it_is(RunningSystem system) {
        try (Browser browser = new Browser()) {
            Page page = browser.tab();
            page.navigate(system.url("/rooms/progress").toString());

            Object seen = page.evaluate("""
                    () => new Promise((resolve, reject) => {
                      const form = new FormData()
                      form.append('room', 'progress')
                      form.append('file', new Blob([new Uint8Array(80 << 20)]), 'zeros.bin')
                      const request = new XMLHttpRequest()
                      const seen = []
                      request.upload.onprogress = (event) => seen.push(event.loaded)
                      request.onload = () => resolve([request.status, seen.length, seen[seen.length - 1]])
                      request.onerror = reject
                      request.open('POST', '/files')
                      request.send(form)
                    })""");

            List<?> figures = (List<?>) seen;
            assertThat(figures.get(0)).isEqualTo(201);
            assertThat((Integer) figures.get(1)).isGreaterThan(2);
            assertThat((Integer) figures.get(2)).isGreaterThan(80 * MIB);
        }
    }

    /** What somebody uploads must not run under our name, whatever address of it is opened. */
    @ParameterizedTest
    @Requires(Part.BROWSER)
    @CsvSource({
        "evil.html, text/html, ''",
        "evil.svg, image/svg+xml, ''",
        "evil.html, text/html, ?preview",
        "evil.svg, image/svg+xml, ?preview",
        "evil.png, image/png, ?preview"
    })
    void nothing_that_was_uploaded_runs_in_a_browser(String name, String type, String query, RunningSystem system)
            throws Exception {
        String markup = "<svg xmlns='http://www.w3.org/2000/svg'><script>document.title='owned'</script></svg>";
        Path file = Files.writeString(directory.resolve(name), markup);
        String path = uploadByForm(system, file, type, "hostile");

        try (Browser browser = new Browser()) {
            Page page = browser.tab();
            page.navigate(system.url("/rooms/hostile").toString());
            Download download =
                    page.waitForDownload(() -> page.evaluate("url => { location.href = url }", path + query));

            assertThat(Files.readString(download.path())).isEqualTo(markup);
            assertThat(page.title()).isNotEqualTo("owned");
        }
    }

    private static String create(RunningSystem system, long length) throws Exception {
        HttpResponse<String> created = Http.CLIENT.send(
                HttpRequest.newBuilder(system.url("/files"))
                        .header("Tus-Resumable", "1.0.0")
                        .header("Upload-Length", Long.toString(length))
                        .POST(BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return created.headers().firstValue("Location").orElseThrow();
    }

    private static String uploadByForm(RunningSystem system, Path file, String room) throws Exception {
        return uploadByForm(system, file, "application/octet-stream", room);
    }

    private static String uploadByForm(RunningSystem system, Path file, String type, String room) throws Exception {
        String head = "--b\r\nContent-Disposition: form-data; name=\"room\"\r\n\r\n" + room
                + "\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + file.getFileName()
                + "\"\r\nContent-Type: " + type + "\r\n\r\n";
        HttpResponse<String> answer = Http.CLIENT.send(
                HttpRequest.newBuilder(system.url("/files"))
                        .header("Content-Type", "multipart/form-data; boundary=b")
                        .POST(BodyPublishers.concat(
                                BodyPublishers.ofString(head),
                                BodyPublishers.ofFile(file),
                                BodyPublishers.ofString("\r\n--b--")))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private String curl(String... arguments) throws IOException, InterruptedException {
        Path out = directory.resolve("curl.out");
        List<String> command = new java.util.ArrayList<>(List.of("curl", "-sS", "--fail-with-body", "-m", "60"));
        command.addAll(List.of(arguments));
        Process curl = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(curl.waitFor(70, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(out);
        assertThat(curl.exitValue()).as(text).isZero();
        return text;
    }

    /** The head of the answer. */
    private static String answerOf(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) socket.getInputStream().read());
        }
        return head.toString();
    }

    private static long residentBytes(ProcessHandle process) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IOException("no VmRSS of " + process.pid());
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static String sha256(byte[]... pieces) throws Exception {
        var digest = java.security.MessageDigest.getInstance("SHA-256");
        for (byte[] piece : pieces) {
            digest.update(piece);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
