package atrium.files.kill;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Random;

/**
 * Uploads, deletes and remembers what it was told, until the service does not answer any more. What was told has to be
 * true after the next start.
 */
final class Uploader {

    private static final int LARGEST = 400_000;
    private static final int PIECE = 100_000;

    private final HttpClient http;
    private final KilledService service;
    private final Ledger ledger;
    private final Random random;

    Uploader(HttpClient http, KilledService service, Ledger ledger, Random random) {
        this.http = http;
        this.service = service;
        this.ledger = ledger;
        this.random = random;
    }

    /** Goes on until the service is gone. */
    void run() throws InterruptedException {
        try {
            while (true) {
                switch (random.nextInt(4)) {
                    case 0 -> form();
                    case 1 -> delete();
                    default -> inPieces();
                }
            }
        } catch (IOException e) {
            // killed
        }
    }

    private void form() throws IOException, InterruptedException {
        byte[] bytes = bytes();
        byte[] head = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n".getBytes();
        byte[] tail = "\r\n--b\r\nContent-Disposition: form-data; name=\"room\"\r\n\r\nkill\r\n--b--".getBytes();
        HttpResponse<String> answer = send(request("/files")
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.concat(
                        BodyPublishers.ofByteArray(head),
                        BodyPublishers.ofByteArray(bytes),
                        BodyPublishers.ofByteArray(tail))));
        if (answer.statusCode() == 201) {
            ledger.whole(location(answer), bytes);
        }
    }

    private void inPieces() throws IOException, InterruptedException {
        byte[] bytes = bytes();
        HttpResponse<String> created = send(tus("/files")
                .header("Upload-Length", Integer.toString(bytes.length))
                .header("Upload-Metadata", "room a2lsbA==")
                .POST(BodyPublishers.noBody()));
        String path = location(created);
        ledger.uploading(path, bytes);
        for (int offset = 0; offset < bytes.length; offset += PIECE) {
            append(path, offset, Arrays.copyOfRange(bytes, offset, Math.min(bytes.length, offset + PIECE)));
        }
        ledger.whole(path, bytes);
    }

    private void append(String path, int offset, byte[] piece) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(tus(path)
                .header("Upload-Offset", Integer.toString(offset))
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", BodyPublishers.ofByteArray(piece)));
        if (answer.statusCode() != 204) {
            throw new AssertionError("PATCH at " + offset + ": " + answer.statusCode() + ' ' + answer.body());
        }
        ledger.held(path, offset + piece.length);
    }

    private void delete() throws IOException, InterruptedException {
        String path = ledger.oneToDelete(random);
        if (path != null && send(request(path).DELETE()).statusCode() == 204) {
            ledger.deleted(path);
        }
    }

    /** Every fourth is one of a few contents, so that files share their bytes. */
    private byte[] bytes() {
        boolean common = random.nextInt(4) == 0;
        Random content = common ? new Random(random.nextInt(3)) : random;
        byte[] bytes = new byte[1 + content.nextInt(LARGEST)];
        content.nextBytes(bytes);
        return bytes;
    }

    private HttpRequest.Builder tus(String path) {
        return request(path).header("Tus-Resumable", "1.0.0");
    }

    private HttpRequest.Builder request(String path) {
        URI uri = service.uri(path);
        return HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + KilledService.ADMIN);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("Location")
                .orElseThrow(() -> new AssertionError(answer.statusCode() + " " + answer.body()));
    }
}
