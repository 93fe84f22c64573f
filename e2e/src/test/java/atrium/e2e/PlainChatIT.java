package atrium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client written for the gorilla/websocket chat example. */
@ExtendWith(SystemUnderTest.class)
class PlainChatIT {

    @Test
    void what_one_sends_everyone_gets_verbatim_the_sender_too(RunningSystem system) throws Exception {
        BlockingQueue<String> one = new LinkedBlockingQueue<>();
        BlockingQueue<String> two = new LinkedBlockingQueue<>();
        WebSocket first = connect(system, "/ws", one);
        WebSocket second = connect(system, "/ws/lobby", two);

        for (String text : new String[] {"plain text", "{\"not\": \"our JSON\"}", "你好 👋"}) {
            first.sendText(text, true).join();

            assertThat(one.poll(5, TimeUnit.SECONDS)).isEqualTo(text);
            assertThat(two.poll(5, TimeUnit.SECONDS)).isEqualTo(text);
        }
        first.sendClose(WebSocket.NORMAL_CLOSURE, "bye").join();
        second.sendClose(WebSocket.NORMAL_CLOSURE, "bye").join();
    }

    @Test
    void a_request_without_an_upgrade_is_told_what_to_do(RunningSystem system) {
        HttpResponse<String> answer = Http.get(system.url("/ws"));

        assertThat(answer.statusCode()).isEqualTo(426);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    private static WebSocket connect(RunningSystem system, String path, BlockingQueue<String> received) {
        return Http.CLIENT
                .newWebSocketBuilder()
                .buildAsync(system.webSocket(path), new WebSocket.Listener() {
                    private final StringBuilder partial = new StringBuilder();

                    @Override
                    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                        partial.append(data);
                        if (last) {
                            received.add(partial.toString());
                            partial.setLength(0);
                        }
                        return WebSocket.Listener.super.onText(socket, data, last);
                    }
                })
                .join();
    }
}
