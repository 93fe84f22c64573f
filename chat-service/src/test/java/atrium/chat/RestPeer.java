package atrium.chat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import tools.jackson.databind.json.JsonMapper;

/** Asks the REST interface how many are in a room. */
final class RestPeer implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = new JsonMapper();
    private final int port;

    RestPeer(int port) {
        this.port = port;
    }

    int members(String room) {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/chat/rooms/" + room))
                    .build();
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return json.readTree(answer.body()).path("members").asInt(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
