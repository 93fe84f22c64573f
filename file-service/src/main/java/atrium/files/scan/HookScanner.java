package atrium.files.scan;

import atrium.files.catalog.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import org.springframework.http.ContentDisposition;
import org.springframework.web.util.UriUtils;

/**
 * Sends each file to an address by POST: its bytes as the body, what is known of it in headers, most of them HTTP's own.
 * The answer is a {@link HookAnswer}. Redirects are not followed.
 */
final class HookScanner implements Scanner {

    private static final int LONGEST_ANSWER = 64 << 10;

    private final HttpClient client;
    private final ScanProperties.Http where;
    private final URI url;
    private final Duration timeLimit;
    private final HookAnswer answer;

    HookScanner(HttpClient client, ScanProperties.Http where, Duration timeLimit, HookAnswer answer) {
        this.client = client;
        this.where = where;
        this.url = Objects.requireNonNull(where.url(), "no address");
        this.timeLimit = timeLimit;
        this.answer = answer;
    }

    @Override
    public Verdict scan(StoredFile file, InputStream bytes) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = client.send(request(file, bytes), BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            byte[] text = body.readNBytes(LONGEST_ANSWER + 1);
            if (text.length > LONGEST_ANSWER) {
                throw new ScanFailedException("the scanner's answer is longer than " + LONGEST_ANSWER + " bytes");
            }
            return answer.verdict(response.statusCode(), text);
        }
    }

    private HttpRequest request(StoredFile file, InputStream bytes) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(timeLimit)
                .header("Content-Type", file.info().type())
                .header("Content-Disposition", disposition(file.info().name()))
                .header("Content-Digest", digest(file.sha256()))
                .header("Atrium-File-Id", file.id().value())
                .POST(body(file, bytes));
        String room = file.info().room();
        if (room != null) {
            request.header("Atrium-Room", UriUtils.encode(room, StandardCharsets.UTF_8));
        }
        if (!where.token().isBlank()) {
            request.header("Authorization", "Bearer " + where.token());
        }
        return request.build();
    }

    /** RFC 6266, with a name in UTF-8 as RFC 8187 writes it. */
    private static String disposition(String name) {
        return ContentDisposition.attachment()
                .filename(name, StandardCharsets.UTF_8)
                .build()
                .toString();
    }

    /** RFC 9530, section 2. */
    private static String digest(String sha256) {
        return "sha-256=:" + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256)) + ":";
    }

    /** With its length, which a publisher of a stream alone does not know. */
    private static BodyPublisher body(StoredFile file, InputStream bytes) {
        return file.size() == 0
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> bytes), file.size());
    }
}
