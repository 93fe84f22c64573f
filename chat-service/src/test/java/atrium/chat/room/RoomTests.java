package atrium.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.chat.Settings;
import atrium.chat.backplane.local.ForgetfulRules;
import atrium.chat.backplane.local.LocalBackplane;
import atrium.chat.message.Content;
import atrium.chat.message.MessageIds;
import atrium.chat.message.Moderation;
import atrium.chat.message.RoomName;
import atrium.chat.problem.ChatProblem;
import atrium.chat.settings.ChatProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
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
    private final Rooms rooms = new Rooms(
            new LocalBackplane(() -> "e", new ForgetfulRules(), () -> now),
            () -> properties,
            () -> now,
            new MessageIds("n"),
            text -> text.contains("forbidden"),
            one::eventLoop,
            meters);
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
        assertThat(alice.sends).isEqualTo(1);
        assertThat(alice.flushes).isEqualTo(1);
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
        assertThat(room().summary().members()).isEqualTo(1);
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
        say(alice, "2");
        run();
        assertThat(slow.heard).containsExactly("welcome 0", "1;");
        assertThat(alice.heard).endsWith("1;", "2;");
        assertThat(carol.heard).endsWith("1;", "2;");
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
        properties = Settings.history(properties, 1, 2);
        Listener alice = join(one);
        for (int i = 1; i <= 4; i++) {
            say(alice, "" + i);
        }
        run();
        alice.heard.clear();

        alice.seat.resume("e", 2);
        alice.seat.resume("e", 1);
        alice.seat.resume("f", 2);
        run();

        assertThat(alice.heard).containsExactly("recovered 4 [3, 4]", "welcome 4 [4]", "welcome 4 [4]");
    }

    @Test
    void a_room_that_cannot_keep_up_refuses_and_gives_no_offset() {
        properties = Settings.backlog(properties, 16);
        Listener alice = join(one);
        run();
        for (int i = 0; i < 16; i++) {
            assertThat(say(alice, "m")).isInstanceOf(Posted.Accepted.class);
        }

        assertRefused(alice, "refused", ChatProblem.BUSY);
        run();
        assertThat(room().summary().offset()).isEqualTo(16);
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
        assertThat(found()).isPresent();

        now = now.plusMillis(1);
        rooms.sweep();
        assertThat(found()).isEmpty();
    }

    @Test
    void who_is_muted_is_not_heard_until_it_is_over_whatever_its_connection() {
        Listener alice = join(one);
        Listener bob = join(one, "b1-bob");
        run();
        room().moderate(new Moderation.Mute("b1-bob", now.plusSeconds(60)));

        assertRefused(bob, "1", ChatProblem.MUTED);
        assertRefused(join(other, "b2-bob"), "2", ChatProblem.MUTED);
        say(alice, "3");
        now = now.plusSeconds(60);
        say(bob, "4");
        room().moderate(new Moderation.Mute("b1-bob", Instant.MAX));
        assertRefused(bob, "5", ChatProblem.MUTED);
        room().moderate(new Moderation.Unmute("b1-bob"));
        say(bob, "6");
        run();

        assertThat(alice.heard).containsExactly("welcome 0", "Mute;3;4;Mute;Unmute;6;");
    }

    @Test
    void who_is_kicked_goes_with_all_its_connections_and_stays_out_for_a_while() {
        Listener alice = join(one);
        Listener bob = join(one, "b1-bob");
        Listener bobToo = join(other, "b2-bob");
        run();
        room().moderate(new Moderation.Kick("b1-bob", now.plusSeconds(60)));
        run();

        assertThat(bob.closed).isEqualTo(CloseReason.KICKED);
        assertThat(bobToo.closed).isEqualTo(CloseReason.KICKED);
        assertThat(alice.closed).isNull();
        assertThat(alice.heard).endsWith("Kick;");
        assertThat(enter(one, "b3-bob")).isEqualTo(new Entry.Banned(now.plusSeconds(60)));
        now = now.plusSeconds(60);
        assertThat(enter(one, "b4-bob")).isInstanceOf(Entry.Seated.class);
    }

    @Test
    void a_deleted_message_is_not_told_again_and_who_had_seen_it_hears_of_it() {
        Listener alice = join(one);
        say(alice, "1");
        String bad = ((Posted.Accepted) say(alice, "2")).message().id();
        say(alice, "3");
        run();
        alice.heard.clear();

        assertThat(room().remembers(bad)).isTrue();
        room().moderate(new Moderation.Delete(bad));
        assertThat(room().remembers(bad)).isFalse();
        alice.seat.resume("e", 1);
        alice.seat.resume("e", 2);
        Listener late = join(one);
        run();

        assertThat(alice.heard).containsExactly("Delete;", "recovered 3 [3]", "recovered 3 [3] -1");
        assertThat(late.heard).containsExactly("welcome 3 [1, 3]");
    }

    @Test
    void in_slow_mode_a_person_waits_and_a_moderator_does_not() {
        Listener alice = join(one, "a1-alice");
        Listener aliceToo = join(one, "a2-alice");
        Listener bob = join(one, "b-bob");
        bob.roles = List.of("moderator");
        room().moderate(new Moderation.Slow(ROOM, Duration.ofSeconds(5)));

        say(alice, "1");
        assertRefused(aliceToo, "2", ChatProblem.SLOW_MODE);
        say(bob, "3");
        say(bob, "4");
        now = now.plusSeconds(5);
        say(aliceToo, "5");
        assertRefused(alice, "6", ChatProblem.SLOW_MODE);
        room().moderate(new Moderation.Slow(ROOM, Duration.ZERO));
        say(alice, "7");
        run();

        assertThat(String.join("", bob.heard)).isEqualTo("welcome 0Slow;1;3;4;5;Slow;7;");
    }

    @Test
    void a_forbidden_word_is_not_said() {
        Listener alice = join(one);
        assertRefused(alice, "a forbidden word", ChatProblem.BANNED_WORDS);
        run();

        assertThat(alice.heard).containsExactly("welcome 0");
        assertThat(room().summary().offset()).isZero();
    }

    private Posted say(Listener who, String text) {
        AtomicReference<Posted> posted = new AtomicReference<>();
        who.seat.say(Content.text(text), posted::set);
        return posted.get();
    }

    private void assertRefused(Listener who, String text, ChatProblem problem) {
        assertThat(say(who, text))
                .isInstanceOfSatisfying(
                        Posted.Refused.class,
                        refused -> assertThat(refused.problem()).isEqualTo(problem));
    }

    private Optional<Room> found() {
        return rooms.find(ROOM).toCompletableFuture().join();
    }

    private Room room() {
        return found().orElseThrow();
    }

    private Listener join(EmbeddedChannel channel) {
        return join(channel, "m" + listeners.size());
    }

    private Entry enter(EmbeddedChannel channel, String id) {
        return rooms.join(ROOM, new Listener(channel.eventLoop(), Words.ALL, id));
    }

    private Listener join(EmbeddedChannel channel, String id) {
        Listener listener = new Listener(channel.eventLoop(), Words.ALL, id);
        listener.seat = ((Entry.Seated) rooms.join(ROOM, listener)).seat();
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
}
