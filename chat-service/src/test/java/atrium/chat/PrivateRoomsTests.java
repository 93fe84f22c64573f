package atrium.chat;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.platform.config.LiveConfiguration;
import atrium.platform.identity.IdentityProperties;
import atrium.platform.identity.VerificationKeys;
import atrium.platform.netty.NettyServer;
import atrium.platform.rooms.RoomPattern;
import atrium.platform.rooms.RoomsProperties;
import atrium.platform.testsupport.TestTokens;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.TestPropertySource;
import reactor.core.publisher.Mono;

/** Who gets into private rooms, by every way that there is. */
@RunningChat
@TestPropertySource(
        properties = {
            "atrium.rooms.private=staff,lab-*,caf\u00e9,lobby,danmaku",
            "atrium.rooms.public=lab-tour",
            "logging.level.atrium=trace"
        })
@ExtendWith(OutputCaptureExtension.class)
class PrivateRoomsTests {

    private static final TestTokens GATEWAY = new TestTokens("k1");

    @LocalServerPort
    private int port;

    @Autowired
    private NettyServer danmaku;

    @Autowired
    private LiveConfiguration configuration;

    @Autowired
    private IdentityProperties identity;

    private Door door;
    private RoomsProperties configured;

    @TestConfiguration(proxyBeanMethods = false)
    static class Keys {

        @Bean
        VerificationKeys keys() {
            return kid -> kid.equals("k1") ? Mono.just(GATEWAY.key()) : Mono.empty();
        }
    }

    @BeforeEach
    void remember() {
        door = new Door(port, danmaku.port());
        configured = configuration.of(RoomsProperties.class).get();
    }

    @AfterEach
    void restore() {
        configuration.of(RoomsProperties.class).replace(configured);
    }

    static Stream<Arguments> everybody() {
        return Stream.of(Door.Way.values())
                .flatMap(way -> Stream.of(Who.values()).map(who -> Arguments.of(who, way, expected(who))));
    }

    private static String expected(Who who) {
        return switch (who) {
            case NOBODY -> "401";
            case GUEST, INVITED_ELSEWHERE -> "403 room-private";
            case INVITED, MEMBER, ADMIN, SERVICE -> "in";
            case EXPIRED, FORGED, OF_AN_UNKNOWN_KEY -> "401 wrong";
        };
    }

    @ParameterizedTest
    @MethodSource("everybody")
    void a_private_room_is_open_to_accounts_to_who_was_invited_and_to_the_installation(
            Who who, Door.Way way, String answer, CapturedOutput output) {
        String token = token(who);
        try (var member = WebSocketPeer.json(port, "/ws/staff?access_token=" + token(Who.MEMBER))) {
            member.json("welcome");

            assertThat(door.enter(way, "staff", token)).isEqualTo(way.isDanmaku() ? danmaku(answer, way) : answer);
        }
        if (token != null) {
            assertThat(output.getAll()).doesNotContain(token);
        }
    }

    /** The protocol has one word for whoever has a good token and none; a handshake's token is a matter of HTTP. */
    private static String danmaku(String answer, Door.Way way) {
        return switch (answer) {
            case "401", "403 room-private" -> "room_private";
            case "401 wrong" -> way == Door.Way.DANMAKU_WS_HEADER ? answer : "unauthenticated";
            default -> answer;
        };
    }

    @ParameterizedTest
    @EnumSource(Door.Way.class)
    void the_answer_is_the_same_where_there_is_no_such_room(Door.Way way) {
        String told = door.enter(way, "lab-nobody-was-ever-here", null);

        assertThat(told).isEqualTo(way.isDanmaku() ? "room_private" : "401");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lab-1",
                "%6Cab-1",
                "st%61ff",
                "staff?name=x",
                "caf%C3%A9",
                "cafe%CC%81",
                "%63afe%cc%81",
                "lab-",
                "lab-tour2",
                "lab-%F0%9D%9F%8F"
            })
    void no_other_spelling_of_a_private_room_leads_into_it(String path) {
        assertThat(door.status("/ws/" + path)).isEqualTo("401");
        assertThat(door.rest("GET", "/chat/rooms/" + path, null)).isEqualTo("401");
        assertThat(door.rest("GET", "/chat/rooms/" + path.replaceFirst("(\\?|$)", "/messages$1"), null))
                .isEqualTo("401");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "staff;x=1",
                "%2Fstaff",
                "staff%2F",
                "x/../staff",
                "x/%2e%2e/staff",
                "./staff",
                "/staff",
                "staff%00",
                "%2573taff",
                "staff%E2%80%8B",
                "staff%ED%A0%80",
                "staff%C3"
            })
    void what_is_written_ambiguously_leads_nowhere(String path) {
        assertThat(door.status("/ws/" + path)).isIn("400", "401", "404");
        assertThat(door.rest("GET", "/chat/rooms/" + path, null)).isIn("400", "401", "404");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lab-1", "cafe\u0301", "caf\u00e9", "staff/gid@=-9999"})
    void nor_does_one_in_danmaku(String room) {
        try (var peer = DanmakuPeer.connect(danmaku.port())) {
            peer.say("type@=loginreq/");
            peer.say("type@=joingroup/rid@=" + room + "/");

            assertThat(peer.read()).startsWith("type@=loginres/");
            assertThat(peer.read()).startsWith("type@=error/code@=room_private/");
            assertThat(peer.ended()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"STAFF", "Staff", "lab-tour", "staffroom", "xlab-1", "cafe"})
    void another_room_is_open_and_another_room(String room) {
        try (var peer = WebSocketPeer.json(port, "/ws/" + room)) {
            assertThat(peer.json("welcome").path("room").asString()).isEqualTo(room);
        }
    }

    @Test
    void the_lobby_can_be_private_and_so_can_the_room_named_danmaku() {
        assertThat(door.status("/ws")).isEqualTo("401");
        assertThat(door.status("/ws?room=lab-tour")).isEqualTo("401");
        try (var peer = WebSocketPeer.json(port, "/ws/danmaku")) {
            assertThat(peer.handshake())
                    .startsWith("HTTP/1.1 401")
                    .containsIgnoringCase("www-authenticate: Bearer\r\n");
        }
    }

    @Test
    void a_refusal_is_a_problem_and_says_how_to_get_in() {
        try (var nobody = WebSocketPeer.plain(port, "/ws/staff");
                var guest = WebSocketPeer.json(port, "/ws/staff?access_token=" + token(Who.GUEST))) {
            assertThat(nobody.handshake()).contains("application/problem+json");
            assertThat(nobody.problem()).contains("\"code\":\"unauthenticated\"", "is private");
            assertThat(guest.problem()).contains("\"code\":\"room-private\"", "an invitation");
        }
    }

    /** Rates and origins, and what is no handshake, come first: they cost least, and say nothing of rooms. */
    @Test
    void a_page_from_elsewhere_and_what_is_no_handshake_are_refused_as_before() {
        try (var foreign = WebSocketPeer.with(port, "/ws/staff", null, "Origin: https://evil.example")) {
            assertThat(foreign.problem()).contains("origin-not-allowed");
        }
        assertThat(door.rest("GET", "/ws/staff", null)).isEqualTo("426");
    }

    @ParameterizedTest
    @CsvSource({
        "NOBODY, false",
        "GUEST, false",
        "INVITED_ELSEWHERE, false",
        "INVITED, true",
        "MEMBER, true",
        "ADMIN, true",
        "SERVICE, true"
    })
    void the_list_leaves_out_what_the_asker_may_not_enter(Who who, boolean listed) {
        try (var member = WebSocketPeer.json(port, "/ws/staff?access_token=" + token(Who.MEMBER));
                var open = WebSocketPeer.json(port, "/ws/lab-tour")) {
            member.json("welcome");
            open.json("welcome");

            String list = door.send("GET", "/chat/rooms", token(who), null).body();

            assertThat(list).contains("\"lab-tour\"");
            assertThat(list.contains("\"staff\"")).isEqualTo(listed);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, members",
        "GET, rules",
        "POST, messages",
        "DELETE, messages/x",
        "PUT, mutes/x",
        "DELETE, mutes/x",
        "POST, kicks/x",
        "PUT, slow-mode"
    })
    void roles_are_asked_as_before(String method, String what) {
        String path = "/chat/rooms/staff/" + what;
        assertThat(door.rest(method, path, null)).isEqualTo("401");
        assertThat(door.rest(method, path, token(Who.GUEST))).isEqualTo("403 forbidden");
        assertThat(door.rest(method, path, token(Who.INVITED))).isEqualTo("403 forbidden");
        assertThat(door.rest(method, path, token(Who.MEMBER))).isEqualTo("403 forbidden");
        assertThat(door.rest(method, path, token(Who.ADMIN)))
                .doesNotStartWith("401")
                .doesNotStartWith("403");
    }

    @Test
    void another_service_says_something_in_a_private_room() {
        assertThat(door.send("POST", "/chat/rooms/lab-files/messages", token(Who.SERVICE), "{\"text\":\"a file\"}")
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void a_visitors_password_is_none_and_an_account_has_its_name() {
        try (var visitor = DanmakuPeer.connect(danmaku.port());
                var ada = DanmakuPeer.connect(danmaku.port())) {
            visitor.say("type@=loginreq/username@=visitor34807350/password@=1234567890123456/roomid@=1/");
            assertThat(visitor.read()).contains("/username@=visitor34807350/");
            visitor.say("type@=joingroup/rid@=lab-tour/");
            visitor.say("type@=chatmsg/txt@=hello/");
            assertThat(visitor.txt()).isEqualTo("hello");

            ada.say("type@=loginreq/username@=/password@=" + token(Who.MEMBER) + "/");
            assertThat(ada.read()).contains("/username@=Ada/");
        }
    }

    @Test
    void a_password_is_heard_also_after_a_handshake_with_a_token() {
        try (var web = WebSocketPeer.with(port, "/ws/danmaku", null, "Authorization: Bearer " + token(Who.GUEST))) {
            Door.say(web, "type@=loginreq/password@=" + token(Who.MEMBER) + "/");
            Door.say(web, "type@=joingroup/rid@=staff/");
            Door.say(web, "type@=chatmsg/txt@=hello/");
            assertThat(Door.read(web)).startsWith("type@=loginres/");
            assertThat(Door.read(web)).contains("/nn@=Ada/txt@=hello/");
        }
    }

    @Test
    void who_is_in_a_room_as_it_is_made_private_is_closed_unless_it_may_stay() {
        try (var guest = WebSocketPeer.json(port, "/ws/open?access_token=" + token(Who.GUEST));
                var plain = WebSocketPeer.plain(port, "/ws/open");
                var invited = WebSocketPeer.json(port, "/ws/open?access_token=" + GATEWAY.guest("g-7", "In", "open"));
                var member = WebSocketPeer.json(port, "/ws/open?access_token=" + token(Who.MEMBER));
                var bystander = WebSocketPeer.json(port, "/ws/lab-tour");
                var tcp = DanmakuPeer.in(danmaku.port(), "open", "Tess")) {
            for (var peer : List.of(guest, invited, member, bystander)) {
                peer.json("welcome");
            }
            plain.say("here");
            assertThat(plain.text()).isEqualTo("here");
            assertThat(tcp.txt()).isEqualTo("here");

            configuration
                    .of(RoomsProperties.class)
                    .replace(new RoomsProperties(List.of(RoomPattern.of("open")), List.of()));

            assertThat(closed(guest)).isEqualTo("4011 room private");
            assertThat(closed(plain)).isEqualTo("4011 room private");
            assertThat(tcp.read()).isEqualTo("type@=error/code@=room_private/detail@=room private/");
            assertThat(tcp.ended()).isTrue();
            assertThat(door.status("/ws/open")).isEqualTo("401");
            member.say("{\"type\":\"send\",\"text\":\"among us\"}");
            assertThat(heard(member, "among us")).isTrue();
            assertThat(heard(invited, "among us")).isTrue();
            bystander.say("{\"type\":\"ping\"}");
            assertThat(bystander.json("pong")).isNotEmpty();
        }
    }

    private static String closed(WebSocketPeer peer) {
        WebSocketPeer.Frame frame = peer.read();
        while (frame.opcode() != WebSocketPeer.CLOSE) {
            frame = peer.read();
        }
        byte[] body = frame.payload();
        return frame.closeCode() + " " + new String(body, 2, body.length - 2, StandardCharsets.UTF_8);
    }

    private static boolean heard(WebSocketPeer peer, String text) {
        String heard = peer.json("message").path("text").asString();
        while (!heard.equals(text)) {
            heard = peer.json("message").path("text").asString();
        }
        return true;
    }

    private @Nullable String token(Who who) {
        return who.token(GATEWAY, identity);
    }
}
