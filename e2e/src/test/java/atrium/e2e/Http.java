package atrium.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A plain HTTP client. */
final class Http {

    static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Http() {}

    static HttpResponse<String> get(URI uri) {
        return send(HttpRequest.newBuilder(uri), BodyHandlers.ofString());
    }

    static HttpResponse<byte[]> bytes(URI uri) {
        return send(HttpRequest.newBuilder(uri), BodyHandlers.ofByteArray());
    }

    /** The answer as it arrives, for one that does not end. */
    static HttpResponse<InputStream> stream(URI uri) {
        return send(HttpRequest.newBuilder(uri), BodyHandlers.ofInputStream());
    }

    static HttpResponse<String> postAs(String token, URI uri) {
        return send(
                HttpRequest.newBuilder(uri)
                        .header("Authorization", "Bearer " + token)
                        .POST(BodyPublishers.noBody()),
                BodyHandlers.ofString());
    }

    private static <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
        try {
            return CLIENT.send(request.timeout(PATIENCE).build(), handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
