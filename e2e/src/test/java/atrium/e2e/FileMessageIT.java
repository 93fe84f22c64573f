package atrium.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A file that was uploaded into a room, as its chat sees it. */
@ExtendWith(SystemUnderTest.class)
class FileMessageIT {

    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);
    private static final Duration SOON = Duration.ofSeconds(20);
    /** A service that was killed is started again, registers, and is found. */
    private static final Duration BACK = Duration.ofSeconds(90);

    private final String room = "files-" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void a_member_is_told_of_it_once_and_can_get_it(RunningSystem system) throws Exception {
        Member member = Member.in(system, room);
        await().atMost(SOON).until(member::isWelcome);

        String path = create(system);
        append(system, path, HELLO);

        await().atMost(SOON).until(() -> member.timesToldOf(path) == 1);
        assertThat(member.messageAbout(path)).contains("\"kind\":\"file\"", "\"text\":\"hello.txt\"");
        assertThat(Http.get(system.url(path)).body()).isEqualTo("hello");
        assertThatNothingComesTwice(system, member, path);
    }

    @Test
    void a_chat_that_died_before_is_told_of_it_once_when_it_is_back(RunningSystem system) throws Exception {
        String path = create(system);
        append(system, path, "hel".getBytes(StandardCharsets.US_ASCII));
        system.process("chat-service").destroyForcibly();

        append(system, path, "lo".getBytes(StandardCharsets.US_ASCII));

        assertThat(Http.get(system.url(path)).body()).isEqualTo("hello");
        await().atMost(BACK)
                .until(() -> Http.get(system.url("/chat/rooms/" + room + "/messages"))
                        .body()
                        .contains(idOf(path)));
        Member member = Member.in(system, room);
        await().atMost(SOON).until(() -> member.timesToldOf(path) == 1);
        assertThatNothingComesTwice(system, member, path);
    }

    /** What comes after is there, and the file still only once. */
    private void assertThatNothingComesTwice(RunningSystem system, Member member, String path) throws Exception {
        String next = create(system);
        append(system, next, HELLO);

        await().atMost(SOON).until(() -> member.timesToldOf(next) == 1);
        assertThat(member.timesToldOf(path)).isEqualTo(1);
        String messages =
                Http.get(system.url("/chat/rooms/" + room + "/messages")).body();
        assertThat(messages.split(idOf(path), -1)).hasSize(2);
    }

    private String create(RunningSystem system) throws IOException, InterruptedException {
        HttpResponse<String> created = send(HttpRequest.newBuilder(system.url("/files"))
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", String.valueOf(HELLO.length))
                .header("Upload-Metadata", "filename " + base64("hello.txt") + ",room " + base64(room))
                .POST(BodyPublishers.noBody()));
        assertThat(created.statusCode()).isEqualTo(201);
        return created.headers().firstValue("Location").orElseThrow();
    }

    private static void append(RunningSystem system, String path, byte[] bytes)
            throws IOException, InterruptedException {
        HttpResponse<String> asked = send(HttpRequest.newBuilder(system.url(path))
                .header("Tus-Resumable", "1.0.0")
                .method("HEAD", BodyPublishers.noBody()));
        HttpResponse<String> appended = send(HttpRequest.newBuilder(system.url(path))
                .header("Tus-Resumable", "1.0.0")
                .header(
                        "Upload-Offset",
                        asked.headers().firstValue("Upload-Offset").orElseThrow())
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", BodyPublishers.ofByteArray(bytes)));
        assertThat(appended.statusCode()).isEqualTo(204);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return Http.CLIENT.send(request.timeout(SOON).build(), BodyHandlers.ofString());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String idOf(String path) {
        return path.substring("/files/".length());
    }

    /** Somebody in the room, in JSON mode, who keeps every frame. */
    private static final class Member implements WebSocket.Listener {

        private final List<String> frames = new CopyOnWriteArrayList<>();
        private final StringBuilder partial = new StringBuilder();

        static Member in(RunningSystem system, String room) {
            Member member = new Member();
            Http.CLIENT
                    .newWebSocketBuilder()
                    .subprotocols("atrium.chat.v1")
                    .buildAsync(system.webSocket("/ws/" + room), member)
                    .join();
            return member;
        }

        boolean isWelcome() {
            return frames.stream().anyMatch(frame -> frame.startsWith("{\"type\":\"welcome\""));
        }

        /** In the welcome's history, or in a message of its own. */
        int timesToldOf(String path) {
            return String.join("\n", frames).split("\"file\":\"" + idOf(path) + "\"", -1).length - 1;
        }

        String messageAbout(String path) {
            return frames.stream()
                    .filter(frame -> frame.contains(idOf(path)))
                    .findFirst()
                    .orElse("");
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                frames.add(partial.toString());
                partial.setLength(0);
            }
            return WebSocket.Listener.super.onText(socket, data, last);
        }
    }
}
