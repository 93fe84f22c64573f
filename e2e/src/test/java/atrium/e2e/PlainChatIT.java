package atrium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client written for the gorilla/websocket chat example. */
@ExtendWith(SystemUnderTest.class)
class PlainChatIT {

    @Test
    void what_one_sends_everyone_gets_verbatim_the_sender_too(RunningSystem system) throws Exception {
        Texts one = new Texts();
        Texts two = new Texts();
        WebSocket first = one.from(system.webSocket("/ws"));
        WebSocket second = two.from(system.webSocket("/ws/lobby"));

        for (String text : new String[] {"plain text", "{\"not\": \"our JSON\"}", "你好 👋"}) {
            first.sendText(text, true).join();

            assertThat(one.next()).isEqualTo(text);
            assertThat(two.next()).isEqualTo(text);
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
}
