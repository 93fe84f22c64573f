package atrium.files.cluster;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;

/** A tus client that goes to whatever service it is told. */
final class Client implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    HttpResponse<byte[]> get(URI uri) throws IOException {
        return send(HttpRequest.newBuilder(uri));
    }

    static HttpRequest.Builder creation(URI files, long length, String name, String room) {
        return tus(files)
                .header("Upload-Length", Long.toString(length))
                .header("Upload-Metadata", "filename " + encoded(name) + ",room " + encoded(room))
                .POST(BodyPublishers.noBody());
    }

    static HttpRequest.Builder asAdmin(HttpRequest.Builder request) {
        return request.header("Authorization", "Bearer " + Node.ADMIN);
    }

    /** Creates a member's upload and gives its path. */
    String create(URI files, long length, String room) throws IOException {
        return header(send(asAdmin(creation(files, length, "a.bin", room))), "Location");
    }

    /** Sends bytes {@code from} to {@code to} of {@code file}, which are appended there. */
    HttpResponse<byte[]> append(URI upload, byte[] file, int from, int to) throws IOException {
        return send(tus(upload)
                .header("Upload-Offset", Integer.toString(from))
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", BodyPublishers.ofByteArray(Arrays.copyOfRange(file, from, to))));
    }

    int offset(URI upload) throws IOException {
        return Integer.parseInt(header(send(tus(upload).method("HEAD", BodyPublishers.noBody())), "Upload-Offset"));
    }

    HttpResponse<byte[]> delete(URI file) throws IOException {
        return send(asAdmin(tus(file)).DELETE());
    }

    /** Begins to append all of {@code file} from {@code from} on, sends up to {@code to}, and then hangs. */
    static Socket hang(URI upload, byte[] file, int from, int to) throws IOException {
        Socket socket = new Socket(upload.getHost(), upload.getPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        String head = "PATCH " + upload.getPath()
                + " HTTP/1.1\r\nHost: files\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: "
                + from + "\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: " + (file.length - from)
                + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(file, from, to - from);
        socket.getOutputStream().flush();
        return socket;
    }

    static String header(HttpResponse<?> response, String name) {
        return response.headers()
                .firstValue(name)
                .orElseThrow(() -> new IllegalStateException("no " + name + " in " + response.statusCode()));
    }

    private static HttpRequest.Builder tus(URI uri) {
        return HttpRequest.newBuilder(uri).header("Tus-Resumable", "1.0.0");
    }

    private static String encoded(String value) {
        return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        http.close();
    }
}
