package atrium.chat.transport.danmaku;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.chat.Settings;
import atrium.chat.backplane.local.ForgetfulRules;
import atrium.chat.backplane.local.LocalBackplane;
import atrium.chat.message.Content;
import atrium.chat.message.MessageIds;
import atrium.chat.message.Moderation;
import atrium.chat.message.RoomName;
import atrium.chat.message.Sender;
import atrium.chat.room.Room;
import atrium.chat.room.Rooms;
import atrium.chat.session.MemberIds;
import atrium.chat.session.NameRules;
import atrium.chat.session.Participant;
import atrium.chat.session.Persons;
import atrium.chat.session.Reception;
import atrium.platform.netty.NettyServerProperties;
import atrium.platform.rooms.RoomAccess;
import atrium.platform.rooms.RoomPattern;
import atrium.platform.rooms.RoomsProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import reactor.core.publisher.Mono;

/** What takes time, on a clock that goes by hand. */
class DanmakuSessionTests {

    private static final RoomName ROOM = new RoomName("r");
    private static final DanmakuProperties PROPERTIES = new DanmakuProperties(
            new NettyServerProperties("127.0.0.1", 0, 1), Duration.ofSeconds(10), Duration.ofMinutes(2));

    private static final Authentication ADA = UsernamePasswordAuthenticationToken.authenticated("ada", null, List.of());

    private final EmbeddedChannel timers = new EmbeddedChannel();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Instant started = Instant.parse("2026-03-01T12:00:00Z");
    private long nanos;
    private final Rooms rooms = new Rooms(
            new LocalBackplane(() -> "e", new ForgetfulRules(), this::now),
            Settings::defaults,
            this::now,
            new MessageIds("n"),
            text -> text.contains("forbidden"),
            timers::eventLoop,
            meters);
    private final DanmakuProtocol protocol =
            new DanmakuProtocol(rooms, Settings::defaults, () -> PROPERTIES, this::holder, () -> nanos, meters);
    private final Reception reception = new Reception(
            new NameRules(() -> List.of("admin")),
            Persons.keyedBy("secret", new SecureRandom()),
            new MemberIds(new SecureRandom()),
            new RoomAccess(() -> new RoomsProperties(List.of(RoomPattern.of("staff")), List.of())));
    private final Map<String, CompletableFuture<Authentication>> tokens = new HashMap<>();
    private EmbeddedChannel channel;
    private String member;
    private InetAddress address = InetAddress.getLoopbackAddress();

    @BeforeEach
    void connect() {
        channel = new EmbeddedChannel();
        channel.freezeTime();
        channel.pipeline()
                .addLast(new FrameDecoder(protocol::longestText))
                .addLast(new DanmakuSession(protocol, Carrier.TCP, this::named));
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
        timers.finishAndReleaseAll();
    }

    @Test
    void who_says_nothing_is_told_after_ten_seconds_and_counted() {
        pass(Duration.ofMillis(9_999));
        assertThat(channel.isOpen()).isTrue();

        pass(Duration.ofMillis(1));

        assertThat(read()).startsWith("type@=error/code@=protocol_error/");
        assertThat(channel.isOpen()).isFalse();
        assertThat(protocolErrors()).isOne();
    }

    @Test
    void a_frame_that_never_ends_does_not_gain_time() {
        byte[] half = FrameDecoderTests.frame("type@=loginreq/");
        for (int i = 0; i < 10; i++) {
            channel.writeInbound(Unpooled.copiedBuffer(half, i, 1));
            pass(Duration.ofSeconds(1));
        }

        assertThat(read()).startsWith("type@=error/code@=protocol_error/");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void who_logs_in_has_ten_seconds_more_to_enter_a_room_whatever_else_it_says() {
        pass(Duration.ofSeconds(9));
        say("type@=loginreq/");
        assertThat(read()).startsWith("type@=loginres/");
        pass(Duration.ofSeconds(9));
        say("type@=mrkl/");
        assertThat(read()).isEqualTo("type@=mrkl/");
        pass(Duration.ofSeconds(1));

        assertThat(read()).startsWith("type@=error/code@=protocol_error/");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void who_is_in_a_room_is_gone_after_two_minutes_of_silence() {
        enter();
        pass(Duration.ofSeconds(119));
        say("type@=mrkl/");
        assertThat(read()).isEqualTo("type@=mrkl/");
        pass(Duration.ofSeconds(119));
        assertThat(channel.isOpen()).isTrue();

        pass(Duration.ofSeconds(1));

        assertThat(channel.isOpen()).isFalse();
        assertThat(members()).isZero();
        assertThat(protocolErrors()).isZero();
    }

    @Test
    void who_only_listens_is_gone_as_well() {
        enter();
        pass(Duration.ofSeconds(100));
        rooms.post(ROOM, new Sender("o", "Other"), List.of(), Content.text("news"));
        channel.runPendingTasks();
        assertThat(read()).contains("/txt@=news/");
        pass(Duration.ofSeconds(20));

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void what_the_room_refuses_is_an_error() {
        enter();

        say("type@=chatmsg/txt@=a forbidden word/");
        channel.runPendingTasks();

        assertThat(read()).startsWith("type@=error/code@=banned_words/");
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void who_is_kicked_is_told_and_may_not_come_back() {
        enter();
        room().moderate(new Moderation.Kick(member, now().plusSeconds(60)));
        channel.runPendingTasks();
        assertThat(read()).isEqualTo("type@=error/code@=kicked/detail@=kicked/");
        assertThat(channel.isOpen()).isFalse();

        connect();
        say("type@=loginreq/username@=Ann/");
        read();
        say("type@=joingroup/rid@=r/");

        assertThat(read()).isEqualTo("type@=error/code@=kicked/detail@=kicked/");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void a_reserved_name_is_not_had_and_another_person_s_gets_a_number() {
        say("type@=loginreq/username@=admin/");
        assertThat(read()).contains("/username@=guest-");
        channel.finishAndReleaseAll();
        connect();
        enter();
        EmbeddedChannel ann = channel;
        address = InetAddress.ofLiteral("192.0.2.7");
        connect();
        say("type@=loginreq/username@=Ann/");
        assertThat(read()).contains("/username@=Ann/");
        say("type@=joingroup/rid@=r/");
        say("type@=chatmsg/txt@=who am I/");
        channel.runPendingTasks();

        assertThat(read()).contains("/nn@=Ann 2/txt@=who am I/");
        ann.finishAndReleaseAll();
    }

    @Test
    void what_is_said_while_a_token_is_checked_waits_for_the_login() {
        say("type@=loginreq/username@=/password@=a.b.c/");
        say("type@=joingroup/rid@=staff/");
        say("type@=mrkl/");
        assertThat((Object) channel.readOutbound()).isNull();
        assertThat(members("staff")).isZero();

        tokens.get("a.b.c").complete(ADA);
        channel.runPendingTasks();

        assertThat(read()).startsWith("type@=loginres/").contains("/username@=ada/");
        assertThat(read()).isEqualTo("type@=mrkl/");
        assertThat(members("staff")).isOne();
        say("type@=loginreq/password@=another/");
        assertThat(read()).contains("/username@=ada/");
        assertThat(tokens).containsOnlyKeys("a.b.c");
    }

    @Test
    void who_says_too_much_meanwhile_is_told_and_what_waits_is_bounded() {
        say("type@=loginreq/password@=a.b.c/");
        for (int i = 0; i < 50; i++) {
            say("type@=mrkl/");
            pass(Duration.ofMillis(100));
        }

        assertThat(read()).startsWith("type@=error/code@=rate_limited/");
        tokens.get("a.b.c").complete(ADA);
        channel.runPendingTasks();
        assertThat(allRead().filter("type@=mrkl/"::equals)).hasSize(32);
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void a_token_that_is_wrong_is_the_end_and_no_guests() {
        say("type@=loginreq/username@=Ann/password@=a.b.c/");
        say("type@=joingroup/rid@=r/");
        tokens.get("a.b.c").completeExceptionally(new BadCredentialsException("The access token has expired."));
        channel.runPendingTasks();

        assertThat(allRead())
                .containsExactly("type@=error/code@=unauthenticated/detail@=The access token has expired./");
        assertThat(channel.isOpen()).isFalse();
        assertThat(members()).isZero();
    }

    @Test
    void a_token_that_cannot_be_checked_gives_no_right_and_no_reason() {
        say("type@=loginreq/password@=a.b.c/");
        tokens.get("a.b.c").completeExceptionally(new IllegalStateException("secret"));
        channel.runPendingTasks();

        assertThat(read()).isEqualTo("type@=error/code@=unauthenticated/detail@=The token cannot be checked now./");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void a_check_that_takes_too_long_is_given_up() {
        say("type@=loginreq/password@=a.b.c/");
        pass(Duration.ofSeconds(10));

        assertThat(read()).startsWith("type@=error/code@=protocol_error/");
        assertThat(tokens.get("a.b.c")).isCancelled();
    }

    @Test
    void who_leaves_before_its_token_is_known_enters_nothing() {
        say("type@=loginreq/password@=a.b.c/");
        say("type@=joingroup/rid@=r/");
        channel.close();
        tokens.get("a.b.c").complete(ADA);
        channel.runPendingTasks();

        assertThat(members()).isZero();
    }

    @Test
    void who_may_not_enter_a_private_room_is_told_and_closed() {
        say("type@=loginreq/");
        read();
        say("type@=joingroup/rid@=staff/");

        assertThat(read()).isEqualTo("type@=error/code@=room_private/detail@=room private/");
        assertThat(channel.isOpen()).isFalse();
        assertThat(members("staff")).isZero();
    }

    @Test
    void a_logout_is_the_end() {
        enter();
        say("type@=logout/");

        assertThat(channel.isOpen()).isFalse();
        assertThat(members()).isZero();
    }

    private Participant named(String wish, Authentication who) {
        return reception.receive(wish, who, address);
    }

    private Mono<Authentication> holder(Authentication presented) {
        return Mono.fromFuture(
                tokens.computeIfAbsent(String.valueOf(presented.getCredentials()), token -> new CompletableFuture<>()));
    }

    private void enter() {
        say("type@=loginreq/username@=Ann/");
        String answer = read();
        assertThat(answer).startsWith("type@=loginres/userid@=");
        member = answer.substring("type@=loginres/userid@=".length(), answer.indexOf("/roomgroup"));
        say("type@=joingroup/rid@=r/");
        channel.runPendingTasks();
        assertThat(members()).isOne();
    }

    private void say(String text) {
        channel.writeInbound(Unpooled.wrappedBuffer(FrameDecoderTests.frame(text)));
    }

    private Stream<String> allRead() {
        return Stream.generate(() -> channel.outboundMessages().peek() instanceof ByteBuf next && next.isReadable())
                .takeWhile(more -> more)
                .map(more -> read());
    }

    private String read() {
        ByteBuf frame = channel.readOutbound();
        assertThat(frame).as("an answer").isNotNull();
        try {
            return frame.toString(Frames.TEXT_AT, frame.readableBytes() - Frames.TEXT_AT - 1, StandardCharsets.UTF_8);
        } finally {
            frame.release();
        }
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    private Instant now() {
        return started.plusNanos(nanos);
    }

    private Room room() {
        return rooms.find(ROOM).toCompletableFuture().join().orElseThrow();
    }

    private int members() {
        return members("r");
    }

    private int members(String room) {
        return rooms.find(new RoomName(room))
                .toCompletableFuture()
                .join()
                .map(found -> found.summary().members())
                .orElse(0);
    }

    private double protocolErrors() {
        return meters.get("atrium.chat.protocol.errors").counter().count();
    }
}
