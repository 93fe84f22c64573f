package atrium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The text messages that come over a WebSocket, each whole, in their order. */
final class Texts implements WebSocket.Listener {

    private static final int PATIENCE_SECONDS = 10;

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();

    /** Connects, offering no subprotocol. */
    WebSocket from(URI uri) {
        return Http.CLIENT.newWebSocketBuilder().buildAsync(uri, this).join();
    }

    WebSocket from(URI uri, String subprotocol) {
        return Http.CLIENT
                .newWebSocketBuilder()
                .subprotocols(subprotocol)
                .buildAsync(uri, this)
                .join();
    }

    String next() throws InterruptedException {
        String next = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("something within %d s", PATIENCE_SECONDS).isNotNull();
        return next;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            received.add(partial.toString());
            partial.setLength(0);
        }
        return WebSocket.Listener.super.onText(socket, data, last);
    }
}
