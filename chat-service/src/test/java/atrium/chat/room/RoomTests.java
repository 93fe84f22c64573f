package atrium.chat.room;

import atrium.chat.message.RoomName;
import static org.assertj.core.api.Assertions.assertThat;

import atrium.chat.Settings;
import atrium.chat.message.Content;
import atrium.chat.message.Message;
import atrium.chat.message.Presence;
import atrium.chat.message.RoomEvent;
import atrium.chat.message.Sender;
import atrium.chat.message.Welcome;
import atrium.chat.problem.ChatProblem;
import atrium.chat.settings.ChatProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A room on event loops that run by hand, so that what waits together is up to the test. */
class RoomTests {

    private static final RoomName ROOM = new RoomName("r");

    private final EmbeddedChannel one = new EmbeddedChannel();
    private final EmbeddedChannel other = new EmbeddedChannel();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private ChatProperties properties = Settings.defaults();
    private final Rooms rooms = new Rooms(() -> properties, () -> now, () -> "e", one::eventLoop, meters);
    private final List<Listener> listeners = new ArrayList<>();

    @AfterEach
    void nothing_leaks() {
        run();
        listeners.forEach(Listener::releaseKept);
        one.finishAndReleaseAll();
        other.finishAndReleaseAll();
        assertThat(Words.made).allSatisfy(frame -> assertThat(frame.refCnt()).isZero());
        Words.made.clear();
    }

    @Test
    void messages_that_wait_together_are_one_write() {
        Listener alice = join(one);
        Listener bob = join(other);
        run();

        say(alice, "1");
        say(alice, "2");
        say(bob, "3");
        assertThat(alice.heard).containsExactly("welcome 0");
        run();

        assertThat(alice.heard).containsExactly("welcome 0", "1;2;3;");
        assertThat(bob.heard).containsExactly("welcome 0", "1;2;3;");
        assertThat(alice.flushes).isEqualTo(2);
        assertThat(meters.get("atrium.chat.deliveries").counter().count()).isEqualTo(6);
        assertThat(meters.get("atrium.chat.messages").counter().count()).isEqualTo(3);
    }

    @Test
    void a_lone_message_goes_by_reference_to_all_of_a_loop() {
        Listener alice = join(one);
        Listener bob = join(one);
        run();

        say(alice, "1");
        run();

        assertThat(alice.last).isSameAs(bob.last);
    }

    @Test
    void a_channel_that_keeps_the_buffer_does_not_share_it() {
        Listener alice = join(one);
        Listener slow = join(one);
        Listener carol = join(one);
        slow.keeps = true;
        run();

        say(alice, "1");
        run();

        assertThat(slow.last).isNotSameAs(alice.last).isNotSameAs(carol.last.refCnt() > 0 ? null : alice.last);
        slow.last.skipBytes(1);
        say(alice, "2");
        run();
        assertThat(carol.heard).contains("1;", "2;");
        assertThat(alice.heard).contains("1;", "2;");
    }

    @Test
    void who_joins_between_two_messages_hears_the_second_only_and_the_first_as_history() {
        Listener alice = join(one);
        say(alice, "1");
        Listener bob = join(one);
        say(alice, "2");
        run();

        assertThat(alice.heard).containsExactly("welcome 0", "1;", "2;");
        assertThat(bob.heard).containsExactly("welcome 1 [1]", "2;");
    }

    @Test
    void who_leaves_hears_nothing_more_even_before_the_greeting() {
        Listener alice = join(one);
        Listener bob = join(one);
        run();
        Listener late = join(one);
        late.seat.leave();
        bob.seat.leave();
        bob.seat.leave();

        say(alice, "1");
        run();

        assertThat(bob.heard).containsExactly("welcome 0");
        assertThat(late.heard).isEmpty();
        assertThat(rooms.find(ROOM).orElseThrow().snapshot().members()).isEqualTo(1);
    }

    @Test
    void a_member_beyond_its_queue_is_closed_and_the_others_are_served() {
        Listener alice = join(one);
        Listener slow = join(one);
        Listener carol = join(one);
        run();
        slow.pending = 1024 * 1024 + 1;

        say(alice, "1");
        run();

        assertThat(slow.closed).isEqualTo(CloseReason.SLOW_CONSUMER);
        assertThat(slow.heard).containsExactly("welcome 0");
        assertThat(alice.heard).endsWith("1;");
        assertThat(carol.heard).endsWith("1;");
        assertThat(meters.get("atrium.chat.slow.closed").counter().count()).isEqualTo(1);
    }

    @Test
    void a_resume_tells_what_was_missed_and_live_messages_follow_it() {
        Listener alice = join(one);
        say(alice, "1");
        say(alice, "2");
        run();
        alice.heard.clear();

        alice.seat.resume("e", 1);
        say(alice, "3");
        run();

        assertThat(alice.heard).containsExactly("recovered 2 [2]", "3;");
    }

    @Test
    void a_resume_beyond_the_history_is_honest() {
        properties = new ChatProperties(
                properties.limits(),
                new ChatProperties.History(1, 2, properties.history().size(), Duration.ofMinutes(1)),
                properties.connection());
        Listener alice = join(one);
        for (int i = 1; i <= 4; i++) {
            say(alice, "" + i);
        }
        run();
        alice.heard.clear();

        alice.seat.resume("e", 2);
        alice.seat.resume("e", 1);
        alice.seat.resume("e", 5);
        alice.seat.resume("f", 2);
        run();

        assertThat(alice.heard)
                .containsExactly("recovered 4 [3, 4]", "welcome 4 [4]", "welcome 4 [4]", "welcome 4 [4]");
    }

    @Test
    void a_room_that_cannot_keep_up_refuses_and_gives_no_offset() {
        properties = Settings.backlog(properties, 16);
        Listener alice = join(one);
        run();
        for (int i = 0; i < 16; i++) {
            assertThat(say(alice, "m")).isInstanceOf(Posted.Accepted.class);
        }

        assertThat(say(alice, "refused"))
                .isInstanceOfSatisfying(
                        Posted.Refused.class,
                        refused -> assertThat(refused.problem()).isEqualTo(ChatProblem.BUSY));
        run();
        assertThat(rooms.find(ROOM).orElseThrow().snapshot().offset()).isEqualTo(16);
    }

    @Test
    void a_whisper_is_for_one() {
        Listener alice = join(one);
        Listener bob = join(one);
        run();

        alice.seat.whisper(Words.say("psst"));
        say(bob, "1");
        run();

        assertThat(alice.heard).containsExactly("welcome 0", "psst;", "1;");
        assertThat(bob.heard).containsExactly("welcome 0", "1;");
    }

    @Test
    void presence_is_told_once_an_interval() {
        Listener alice = join(one);
        run();
        alice.format.presence = true;
        Listener bob = join(one);
        Listener carol = join(one);
        carol.seat.leave();
        run();
        one.advanceTimeBy(2, java.util.concurrent.TimeUnit.SECONDS);
        run();

        assertThat(alice.heard).containsExactly("welcome 0", "2 members +2 -0;");
        assertThat(bob.heard).endsWith("2 members +2 -0;");
    }

    @Test
    void an_empty_room_is_forgotten_when_its_history_is() {
        Listener alice = join(one);
        say(alice, "1");
        run();
        alice.seat.leave();

        now = now.plus(Duration.ofMinutes(10)).minusMillis(1);
        rooms.sweep();
        assertThat(rooms.find(ROOM)).isPresent();

        now = now.plusMillis(1);
        rooms.sweep();
        assertThat(rooms.find(ROOM)).isEmpty();
    }

    private Posted say(Listener who, String text) {
        return who.seat.say(Content.text(text));
    }

    private Listener join(EmbeddedChannel channel) {
        Listener listener = new Listener(channel.eventLoop(), Words.ALL, "m" + listeners.size());
        listener.seat = rooms.join(ROOM, listener).orElseThrow();
        listeners.add(listener);
        return listener;
    }

    /** Twice, because what a timer starts is a task that its loop runs in the next turn. */
    private void run() {
        for (int turn = 0; turn < 2; turn++) {
            one.runPendingTasks();
            other.runPendingTasks();
        }
    }

    /** A wire format to read with the eye. */
    private static final class Words implements WireFormat {

        static final Words ALL = new Words();
        static final List<ByteBuf> made = new ArrayList<>();
        boolean presence;

        static ByteBuf say(String text) {
            ByteBuf frame = Unpooled.copiedBuffer(text + ";", StandardCharsets.UTF_8);
            made.add(frame);
            return frame;
        }

        @Override
        public ByteBuf encode(RoomEvent event, ByteBufAllocator allocator) {
            return switch (event) {
                case Message message -> say(message.content().text());
                case Presence told ->
                    presence
                            ? say(told.members() + " members +" + told.joined().size() + " -"
                                    + told.left().size())
                            : null;
                case Welcome welcome -> {
                    String texts = welcome.history().isEmpty()
                            ? ""
                            : " "
                                    + welcome.history().stream()
                                            .map(message -> message.content().text())
                                            .toList();
                    ByteBuf frame = Unpooled.copiedBuffer(
                            (welcome.recovered() ? "recovered " : "welcome ") + welcome.offset() + texts,
                            StandardCharsets.UTF_8);
                    made.add(frame);
                    yield frame;
                }
            };
        }
    }

    private static final class Listener implements Member {

        final List<String> heard = new ArrayList<>();
        final List<ByteBuf> kept = new ArrayList<>();
        final Words format;
        private final EventLoop loop;
        private final String id;
        Seat seat;
        ByteBuf last;
        boolean keeps;
        long pending;
        int flushes;
        CloseReason closed;

        Listener(EventLoop loop, Words format, String id) {
            this.loop = loop;
            this.format = format;
            this.id = id;
        }

        @Override
        public Sender self() {
            return new Sender(id, id);
        }

        @Override
        public List<String> roles() {
            return List.of();
        }

        @Override
        public EventLoop loop() {
            return loop;
        }

        @Override
        public WireFormat format() {
            return format;
        }

        @Override
        public boolean open() {
            return closed == null;
        }

        @Override
        public void write(ByteBuf bytes) {
            heard.add(new String(ByteBufUtil.getBytes(bytes), StandardCharsets.UTF_8));
            last = bytes;
            if (keeps) {
                kept.add(bytes);
                pending += bytes.readableBytes();
            } else {
                bytes.release();
            }
        }

        @Override
        public void flush() {
            flushes++;
        }

        @Override
        public long pendingBytes() {
            return pending;
        }

        @Override
        public void close(CloseReason reason) {
            closed = reason;
            seat.leave();
        }

        void releaseKept() {
            kept.forEach(ByteBuf::release);
        }
    }
}
