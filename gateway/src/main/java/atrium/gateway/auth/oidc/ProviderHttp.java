package atrium.gateway.auth.oidc;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the provider, and bounds what it may cost: the time until the last byte, the size of an answer, and how many wait at
 * once. Follows no redirect, since nothing that is asked here has one.
 */
public final class ProviderHttp implements ResourceRetriever, HTTPRequestSender, AutoCloseable {

    static final int LARGEST = 256 * 1024;

    private static final int MOST_AT_ONCE = 32;
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private final HttpClient client;
    private final Duration patience;
    private final Semaphore turns = new Semaphore(MOST_AT_ONCE);

    /** @param patience how long an answer may take as a whole */
    public ProviderHttp(Duration patience) {
        this.patience = patience;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    @Override
    public Resource retrieveResource(URL url) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url.toString()))
                .header("Accept", "application/json")
                .build();
        HttpResponse<String> answer = exchange(request);
        if (answer.statusCode() != HTTPResponse.SC_OK) {
            throw new IOException(url + " answered " + answer.statusCode() + " (expected: 200)");
        }
        return new Resource(answer.body(), "application/json");
    }

    @Override
    public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest request) throws IOException {
        String body = request.getBody();
        HttpRequest.Builder next = HttpRequest.newBuilder(request.getURI())
                .method(
                        request.getMethod().name(),
                        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        request.getHeaderMap().forEach((name, values) -> values.forEach(value -> next.header(name, value)));
        HttpResponse<String> answer = exchange(next.build());
        HTTPResponse known = new HTTPResponse(answer.statusCode());
        answer.headers().map().forEach((name, values) -> known.setHeader(name, values.toArray(String[]::new)));
        known.setBody(answer.body());
        return known;
    }

    private HttpResponse<String> exchange(HttpRequest request) throws IOException {
        if (!turns.tryAcquire()) {
            throw new IOException(MOST_AT_ONCE + " requests wait for the provider already");
        }
        try {
            return answer(request);
        } finally {
            turns.release();
        }
    }

    /** The request's own timeout ends with the head of the answer, so it is not enough. */
    private HttpResponse<String> answer(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(
                request, BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), LARGEST));
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException(request.uri() + ": no whole answer in " + patience, e);
        } catch (ExecutionException e) {
            throw new IOException(request.uri() + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
