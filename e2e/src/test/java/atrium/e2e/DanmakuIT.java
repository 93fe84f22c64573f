package atrium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
        try (Socket client = new Socket("localhost", system.port("ATRIUM_DANMAKU_PORT"))) {
            client.setSoTimeout(10_000);
            say(client, "type@=loginreq/username@=Tess/");
            say(client, "type@=joingroup/rid@=danmaku-tcp/gid@=-9999/");
            assertThat(read(client)).startsWith("type@=loginres/").contains("/nickname@=Tess/");
            awaitMembers(page, 2);

            say(client, "type@=chatmsg/txt@=over TCP/col@=2/");
            assertThat(await(page, "over TCP")).contains("\"kind\":\"danmaku\"", "\"name\":\"Tess\"");
            assertThat(read(client)).contains("/txt@=over TCP/");

            browser.sendText("{\"type\":\"send\",\"text\":\"a/b\"}", true).join();
            assertThat(read(client)).contains("/nn@=Page/txt@=a@Sb/");
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

    private static void say(Socket client, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(utf8.length + 13)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(utf8.length + 9)
                .putInt(utf8.length + 9)
                .putInt(689)
                .put(utf8);
        client.getOutputStream().write(frame.array());
    }

    private static String read(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        int length = Integer.reverseBytes(in.readInt());
        assertThat(Integer.reverseBytes(in.readInt())).isEqualTo(length);
        assertThat(Integer.reverseBytes(in.readInt())).isEqualTo(690);
        byte[] rest = in.readNBytes(length - 8);
        assertThat(rest).endsWith(0);
        return new String(rest, 0, rest.length - 1, StandardCharsets.UTF_8);
    }
}
