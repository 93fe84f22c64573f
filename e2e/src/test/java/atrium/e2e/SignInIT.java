package atrium.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Signed in at the gateway, known to every service. */
@ExtendWith(SystemUnderTest.class)
class SignInIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Pattern PRINTED = Pattern.compile("admin password +(\\S+)");

    private static final Pattern TOKEN = Pattern.compile("\"accessToken\":\"([^\"]+)\"");

    private final String room = "signed-in-" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void the_admin_whose_password_was_printed_may_act_in_every_service(RunningSystem system) throws Exception {
        String token = accessToken(signIn(system, "admin", printedPassword(system)));

        assertThat(Http.postAs(token, system.url("/stream/api/streams/" + room + "/key"))
                        .statusCode())
                .isEqualTo(201);
        assertThat(send(as(token, system, "/files?owner=me")).statusCode()).isEqualTo(200);
        HttpResponse<String> said = send(as(token, system, "/chat/rooms/" + room + "/messages")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"text\":\"hello\"}")));
        assertThat(said.statusCode()).isEqualTo(201);
    }

    @Test
    void a_member_is_one_in_every_service_and_no_more(RunningSystem system) throws Exception {
        String admin = accessToken(signIn(system, "admin", printedPassword(system)));
        String name = "m" + room.substring("signed-in-".length()).toLowerCase(Locale.ROOT);
        HttpResponse<String> made = send(as(admin, system, "/auth/accounts")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\":\"" + name + "\",\"password\":\"correct horse battery\"}")));
        assertThat(made.statusCode()).isEqualTo(201);

        String member = accessToken(signIn(system, name, "correct horse battery"));

        assertThat(send(as(member, system, "/files?owner=me")).statusCode()).isEqualTo(200);
        assertThat(send(HttpRequest.newBuilder(system.url("/files?owner=me"))).statusCode())
                .isEqualTo(401);
        assertThat(Http.postAs(member, system.url("/stream/api/streams/" + room + "/key"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void a_page_of_this_host_joins_a_room_with_its_cookie_and_another_does_not(RunningSystem system) throws Exception {
        String cookie = accessCookie(signIn(system, "admin", printedPassword(system)));
        String own = "http://" + system.url("/").getAuthority();

        List<String> frames = new CopyOnWriteArrayList<>();
        join(system, cookie, own, frames);

        await().atMost(SOON).until(() -> !frames.isEmpty());
        assertThat(frames.getFirst()).contains("\"name\":\"admin\"", "\"roles\":[\"member\",\"moderator\",\"admin\"]");
        assertThatThrownBy(() -> join(system, cookie, "https://evil.example", frames))
                .hasStackTraceContaining("403");
    }

    @Test
    void after_signing_out_the_token_counts_no_more(RunningSystem system) throws Exception {
        String token = accessToken(signIn(system, "admin", printedPassword(system)));

        assertThat(Http.postAs(token, system.url("/auth/sign-out")).statusCode())
                .isEqualTo(204);

        assertThat(send(as(token, system, "/files?owner=me")).statusCode()).isEqualTo(401);
    }

    @Test
    void after_signing_out_what_was_open_is_closed_and_what_others_have_open_is_not(RunningSystem system)
            throws Exception {
        HttpResponse<String> left = signIn(system, "admin", printedPassword(system));
        String own = "http://" + system.url("/").getAuthority();
        List<String> frames = new CopyOnWriteArrayList<>();
        WebSocket closed = join(system, accessCookie(left), own, frames);
        WebSocket stays = join(system, accessCookie(signIn(system, "admin", printedPassword(system))), own, frames);

        assertThat(Http.postAs(accessToken(left), system.url("/auth/sign-out")).statusCode())
                .isEqualTo(204);

        await().atMost(SOON).until(closed::isInputClosed);
        assertThat(stays.isInputClosed()).isFalse();
        stays.abort();
    }

    private static String printedPassword(RunningSystem system) {
        Matcher printed = PRINTED.matcher(system.greeting());
        assertThat(printed.find()).as(system.greeting()).isTrue();
        return printed.group(1);
    }

    private static HttpResponse<String> signIn(RunningSystem system, String name, String password)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(system.url("/auth/sign-in"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\":\"" + name + "\",\"password\":\"" + password + "\"}")));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static String accessToken(HttpResponse<String> signedIn) {
        Matcher token = TOKEN.matcher(signedIn.body());
        assertThat(token.find()).isTrue();
        return token.group(1);
    }

    private static String accessCookie(HttpResponse<String> signedIn) {
        return signedIn.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("atrium_access="))
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .findFirst()
                .orElseThrow();
    }

    private WebSocket join(RunningSystem system, String cookie, String origin, List<String> frames) {
        return Http.CLIENT
                .newWebSocketBuilder()
                .subprotocols("atrium.chat.v1")
                .header("Cookie", cookie)
                .header("Origin", origin)
                .buildAsync(system.webSocket("/ws/" + room), new Frames(frames))
                .join();
    }

    private static HttpRequest.Builder as(String token, RunningSystem system, String path) {
        return HttpRequest.newBuilder(system.url(path)).header("Authorization", "Bearer " + token);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return Http.CLIENT.send(request.timeout(SOON).build(), BodyHandlers.ofString());
    }

    /** Keeps every frame that came whole. */
    private record Frames(List<String> frames) implements WebSocket.Listener {

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            frames.add(data.toString());
            return WebSocket.Listener.super.onText(socket, data, last);
        }
    }
}
