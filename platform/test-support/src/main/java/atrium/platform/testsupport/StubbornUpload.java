package atrium.platform.testsupport;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A tus 1.0.0 client that does not give up: after every break it asks how far the upload is and goes on at once from
 * there. Sends all that is left in one request.
 */
public final class StubbornUpload implements AutoCloseable {

    private static final int MAX_BREAKS = 500;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI collection;
    private final Map<String, String> headers;
    private final Duration patience;
    private final List<String> breaks = new ArrayList<>();

    /**
     * @param collection where uploads are created, e.g. {@code http://localhost/files}
     * @param headers sent with every request
     * @param patience how long a request may take
     */
    public StubbornUpload(URI collection, Map<String, String> headers, Duration patience) {
        this.collection = collection;
        this.headers = headers;
        this.patience = patience;
    }

    /** Uploads {@code content} and gives its URL. */
    public URI send(GeneratedBytes content) throws IOException, InterruptedException {
        URI upload = create(content.length());
        long offset = 0;
        while (offset < content.length()) {
            try {
                offset = append(upload, offset, content);
            } catch (IOException e) {
                broken(e);
                offset = offset(upload);
            }
        }
        return upload;
    }

    /** How each request was broken that was. */
    public List<String> breaks() {
        return List.copyOf(breaks);
    }

    @Override
    public void close() {
        client.close();
    }

    private URI create(long length) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(request(collection)
                .header("Upload-Length", Long.toString(length))
                .POST(BodyPublishers.noBody()));
        if (answer.statusCode() != 201) {
            throw new AssertionError("POST was answered " + answer.statusCode() + ": " + answer.body());
        }
        return collection.resolve(answer.headers().firstValue("Location").orElseThrow());
    }

    private long append(URI upload, long offset, GeneratedBytes content) throws IOException, InterruptedException {
        BodyPublisher rest = BodyPublishers.fromPublisher(
                BodyPublishers.ofByteArrays(content.from(offset)), content.length() - offset);
        HttpResponse<String> answer = send(request(upload)
                .header("Upload-Offset", Long.toString(offset))
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", rest));
        if (answer.statusCode() != 204) {
            throw new IOException("PATCH was answered " + answer.statusCode() + ": " + answer.body());
        }
        return offsetOf(answer);
    }

    private long offset(URI upload) throws InterruptedException {
        while (true) {
            try {
                HttpResponse<String> answer = send(request(upload).method("HEAD", BodyPublishers.noBody()));
                if (answer.statusCode() == 200) {
                    return offsetOf(answer);
                }
                broken(new IOException("HEAD was answered " + answer.statusCode()));
            } catch (IOException e) {
                broken(e);
            }
        }
    }

    private void broken(IOException why) {
        breaks.add(String.valueOf(why));
        if (breaks.size() > MAX_BREAKS) {
            throw new AssertionError("given up after " + MAX_BREAKS + " breaks", why);
        }
    }

    private HttpRequest.Builder request(URI uri) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(patience).header("Tus-Resumable", "1.0.0");
        headers.forEach(request::header);
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static long offsetOf(HttpResponse<String> answer) {
        return Long.parseLong(answer.headers().firstValue("Upload-Offset").orElseThrow());
    }
}
