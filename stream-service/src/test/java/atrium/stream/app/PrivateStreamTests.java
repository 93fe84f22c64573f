package atrium.stream.app;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.platform.netty.NettyServer;
import atrium.stream.access.StreamKeys;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Who is shown what over HTTP and WebSocket: in a private room, of a stream that is not public, and of any other. */
@PrivateRooms
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrivateStreamTests {

    private static final List<String> VIEWS = List.of(".flv", ".mp4", ".ts", "/index.m3u8", "/live.m3u8");
    private static final Pattern SEGMENT = Pattern.compile("^\\d+\\.m4s$", Pattern.MULTILINE);

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Feed> feeds = new ArrayList<>();

    @LocalServerPort
    private int port;

    @Autowired
    private NettyServer rtmp;

    @Autowired
    private StreamKeys keys;

    @BeforeAll
    void publish() throws IOException {
        for (String name : List.of("staff", "hidden", "lobby", "lab-tour", "caf\u00e9")) {
            feeds.add(new Feed(rtmp.port(), name, keys.issue(name)));
        }
    }

    @AfterAll
    void close() throws IOException {
        for (Feed feed : feeds) {
            feed.close();
        }
        http.close();
    }

    /** In the private room {@code staff} there is a stream, in {@code lab-ghost} none; {@code hidden} is not public. */
    @ParameterizedTest
    @CsvSource({
        "NOBODY, 401, 401, 404, 200",
        "GUEST, 403, 403, 404, 200",
        "GUEST_OF_ANOTHER, 403, 403, 404, 200",
        "GUEST_OF_STAFF, 200, 404, 200, 200",
        "MEMBER, 200, 404, 200, 200",
        "ADMIN_TOKEN, 200, 404, 200, 200",
        "SERVICE_TOKEN, 200, 404, 200, 200",
        "EXPIRED, 401, 401, 401, 401",
        "FORGED, 401, 401, 401, 401"
    })
    void each_is_shown_what_is_theirs_by_every_way(Asker who, int staff, int ghost, int hidden, int lobby)
            throws Exception {
        for (String view : VIEWS) {
            assertThat(status(who, "/stream/staff" + view)).as("staff" + view).isEqualTo(staff);
            assertThat(status(who, "/stream/lab-ghost" + view)).as("lab-ghost" + view).isEqualTo(ghost);
            assertThat(status(who, "/stream/hidden" + view)).as("hidden" + view).isEqualTo(hidden);
            assertThat(status(who, "/stream/lobby" + view)).as("lobby" + view).isEqualTo(lobby);
        }
        String segment = segment("staff");
        assertThat(status(who, "/stream/staff/" + segment)).isEqualTo(staff);
        assertThat(status(who, "/stream/lab-ghost/" + segment)).isEqualTo(ghost);
        assertThat(status(who, "/stream/staff/live.m3u8?_HLS_msn=1")).isEqualTo(staff);
        assertThat(status(who, "/stream/lab-ghost/live.m3u8?_HLS_msn=x")).isEqualTo(ghost);
        assertThat(status(who, "/stream/api/streams/staff")).isEqualTo(staff);
        assertThat(status(who, "/stream/api/streams/lab-ghost")).isEqualTo(ghost);
        assertThat(status(who, "/stream/api/streams/hidden")).isEqualTo(hidden);
        assertThat(webSocket(who, "staff")).isEqualTo(staff == 200 ? "media" : "" + staff);
        assertThat(webSocket(who, "lab-ghost")).isEqualTo(ghost == 404 ? "4404" : "" + ghost);
        assertThat(webSocket(who, "hidden"))
                .isEqualTo(hidden == 200 ? "media" : hidden == 404 ? "4404" : "" + hidden);
    }

    /** What needs an encoder is asked for where there is nothing to encode, and of whoever may see it. */
    @ParameterizedTest
    @CsvSource({
        "NOBODY, 401", "GUEST, 403", "GUEST_OF_ANOTHER, 403", "GUEST_OF_STAFF, 404", "MEMBER, 404",
        "ADMIN_TOKEN, 404", "SERVICE_TOKEN, 404", "EXPIRED, 401", "FORGED, 401"
    })
    void what_is_encoded_first_is_refused_before_that(Asker who, int ghost) throws Exception {
        for (String view : List.of(".jpg", ".jpg?width=1", ".mpeg1", ".mpeg1?start=live")) {
            assertThat(status(who, "/stream/lab-ghost" + view)).as(view).isEqualTo(ghost);
            if (ghost != 404) {
                assertThat(status(who, "/stream/staff" + view)).as(view).isEqualTo(ghost);
                assertThat(status(who, "/stream/hidden" + view)).as(view).isEqualTo(ghost == 403 ? 404 : hidden(who));
            }
        }
    }

    private static int hidden(Asker who) {
        return who == Asker.NOBODY ? 404 : 401;
    }

    @Test
    void a_refusal_does_not_tell_whether_there_is_a_stream() throws Exception {
        for (Asker who : List.of(Asker.NOBODY, Asker.GUEST)) {
            HttpResponse<String> there = get(who, "/stream/staff.flv");
            HttpResponse<String> not = get(who, "/stream/lab-ghost.flv");

            assertThat(told(not).replace("lab-ghost", "staff")).isEqualTo(told(there));
            assertThat(not.headers().map().keySet()).isEqualTo(there.headers().map().keySet());
            assertThat(there.headers().firstValue("WWW-Authenticate").isPresent()).isEqualTo(who == Asker.NOBODY);
        }
        assertThat(get(Asker.GUEST, "/stream/staff.flv").body()).contains("room-private");
        assertThat(told(get(Asker.GUEST, "/stream/hidden.jpg")))
                .isEqualTo(told(get(Asker.GUEST, "/stream/nothing.jpg")).replace("nothing", "hidden"));
    }

    /** But for the trace, which is another each time. */
    private static String told(HttpResponse<String> response) {
        return response.body().replaceAll("\"traceId\":\"\\w+\"", "");
    }

    @ParameterizedTest
    @CsvSource({
        "/stream/st%61ff.flv, 401",
        "/stream/%73%74%61%66%66/live.m3u8, 401",
        "/stream/api/streams/st%61ff, 401",
        "/stream/staff.flv;a=b, 400",
        "/stream/staff;a=b/index.m3u8, 400",
        "/stream/staff.fl%76, 401",
        "/stream/staff.flv?name=lobby, 401",
        "/stream/caf%C3%A9.flv, 401",
        "/stream/cafe%CC%81.flv, 401",
        "/stream/cafe%CC%81/index.m3u8, 401",
        "/stream/lab-.flv, 401",
        "/stream/STAFF.flv, 404", // a room of its own, which nobody has made
        "/stream/staff@mpeg1.flv, 404",
        "/stream/staff%00.flv, 400",
        "/stream/x/../staff.flv, 400",
        "/stream/x%2F..%2Fstaff.flv, 400",
        "/stream//staff.flv, 400",
        "/stream/lab-tour.flv, 200"
    })
    void the_room_is_the_same_however_its_name_is_written(String path, int told) throws Exception {
        assertThat(status(Asker.NOBODY, path)).isEqualTo(told);
    }

    @Test
    void an_invitation_counts_for_the_room_however_its_name_is_written() throws Exception {
        assertThat(status(Asker.GUEST_OF_STAFF, "/stream/caf%C3%A9.flv")).isEqualTo(200);
        assertThat(status(Asker.GUEST_OF_STAFF, "/stream/cafe%CC%81.flv")).isEqualTo(200);
        assertThat(status(Asker.GUEST_OF_STAFF, "/stream/lab-tour.flv")).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "NOBODY, false, false", "GUEST, false, false", "GUEST_OF_ANOTHER, false, false", "GUEST_OF_STAFF, true, true",
        "MEMBER, true, true", "ADMIN_TOKEN, true, true", "SERVICE_TOKEN, true, true"
    })
    void the_list_has_what_the_asker_may_see(Asker who, boolean staff, boolean hidden) throws Exception {
        String list = get(who, "/stream/api/streams").body();

        assertThat(list.contains("\"staff\"")).isEqualTo(staff);
        assertThat(list.contains("\"hidden\"")).isEqualTo(hidden);
        assertThat(list).contains("\"lobby\"").contains("\"lab-tour\"").doesNotContain("lab-ghost");
    }

    @Test
    void no_cache_between_us_keeps_what_is_not_for_all() throws Exception {
        for (String name : List.of("staff", "hidden")) {
            HttpResponse<String> piece = get(Asker.MEMBER, "/stream/" + name + "/" + segment(name));
            assertThat(piece.headers().firstValue("Cache-Control")).hasValue("private, max-age=600, immutable");
        }
        assertThat(get(Asker.MEMBER, "/stream/lobby/" + segment("lobby")).headers().firstValue("Cache-Control"))
                .hasValue("max-age=600, immutable");
    }

    /** One that is listed now. */
    private String segment(String name) throws IOException, InterruptedException {
        Matcher listed = SEGMENT.matcher(get(Asker.MEMBER, "/stream/" + name + "/live.m3u8").body());
        assertThat(listed.results().map(found -> found.group()).reduce((first, last) -> last)).isPresent();
        return listed.reset().results().map(found -> found.group()).reduce((first, last) -> last).orElseThrow();
    }

    private int status(Asker who, String path) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = http.send(request(who, path), BodyHandlers.ofInputStream());
        response.body().close();
        return response.statusCode();
    }

    private HttpResponse<String> get(Asker who, String path) throws IOException, InterruptedException {
        return http.send(request(who, path), BodyHandlers.ofString());
    }

    private HttpRequest request(Asker who, String path) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
        return (who == Asker.NOBODY ? request : request.header("Authorization", "Bearer " + who.token())).build();
    }

    /** What comes of a viewing by WebSocket: the status of a refused handshake, the code of a close, or {@code media}. */
    private String webSocket(Asker who, String name) throws Exception {
        String query = who == Asker.NOBODY ? "" : "?access_token=" + who.token();
        First first = new First();
        try {
            WebSocket socket = http.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + port + "/stream/" + name + ".flv" + query), first)
                    .join();
            String seen = first.seen.get(10, TimeUnit.SECONDS);
            socket.abort();
            return seen;
        } catch (CompletionException e) {
            assertThat(e.getCause()).isInstanceOf(WebSocketHandshakeException.class);
            return "" + ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }
    }

    private static final class First implements WebSocket.Listener {

        private final CompletableFuture<String> seen = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            seen.complete("media");
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            seen.complete("" + code);
            return CompletableFuture.completedFuture(null);
        }
    }
}
