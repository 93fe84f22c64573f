package atrium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Clients of the danmaku protocol and the page's own protocol in one room. */
@ExtendWith(SystemUnderTest.class)
@Timeout(60)
class DanmakuIT {

    private static final String SUBPROTOCOL = "atrium.chat.v1";

    @Test
    void a_client_library_hears_and_is_heard_through_the_gateway(RunningSystem system, @TempDir Path directory)
            throws Exception {
        Texts page = new Texts();
        WebSocket browser = page.from(system.webSocket("/ws/danmaku-library?name=Page"), SUBPROTOCOL);
        try (var client = new DanmakuClient(system.webSocket("/ws/danmaku"), "danmaku-library", directory)) {
            assertThat(client.await("loginres")).contains("\"userid\":\"").doesNotContain("\"userid\":\"\"");
            awaitMembers(page, 2);

            browser.sendText(
                            "{\"type\":\"send\",\"kind\":\"danmaku\",\"text\":\"1/2@3 你好 👋\","
                                    + "\"style\":{\"color\":\"#ff0000\"}}",
                            true)
                    .join();
            assertThat(client.await("chatmsg"))
                    .contains(
                            "\"txt\":\"1/2@3 你好 👋\"",
                            "\"nn\":\"Page\"",
                            "\"rid\":\"danmaku-library\"",
                            "\"col\":\"1\"");

            client.say("回复/2@3");
            assertThat(client.await("chatmsg")).contains("\"txt\":\"回复/2@3\"");
            assertThat(await(page, "回复/2@3")).contains("\"kind\":\"danmaku\"");

            assertThat(client.logout()).isZero();
            awaitMembers(page, 1);
        } finally {
            browser.abort();
        }
    }

    @Test
    void a_client_over_tcp_hears_and_is_heard(RunningSystem system) throws Exception {
        Texts page = new Texts();
        WebSocket browser = page.from(system.webSocket("/ws/danmaku-tcp?name=Page"), SUBPROTOCOL);
        try (DanmakuSocket client = new DanmakuSocket(system, Duration.ofSeconds(10))) {
            client.say("type@=loginreq/username@=Tess/");
            client.say("type@=joingroup/rid@=danmaku-tcp/gid@=-9999/");
            assertThat(client.read()).startsWith("type@=loginres/").contains("/nickname@=Tess/");
            awaitMembers(page, 2);

            client.say("type@=chatmsg/txt@=over TCP/col@=2/");
            assertThat(await(page, "over TCP")).contains("\"kind\":\"danmaku\"", "\"name\":\"Tess\"");
            assertThat(client.read()).contains("/txt@=over TCP/");

            browser.sendText("{\"type\":\"send\",\"text\":\"a/b\"}", true).join();
            assertThat(client.read()).contains("/nn@=Page/txt@=a@Sb/");
        } finally {
            browser.abort();
        }
    }

    private static String await(Texts page, String text) throws InterruptedException {
        String next = page.next();
        while (!next.contains("\"text\":\"" + text + "\"")) {
            next = page.next();
        }
        return next;
    }

    private static void awaitMembers(Texts page, int members) throws InterruptedException {
        String next = page.next();
        while (!next.startsWith("{\"type\":\"presence\",\"members\":" + members + ",")) {
            next = page.next();
        }
    }
}
