package atrium.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.chat.Settings;
import atrium.chat.backplane.Attachment;
import atrium.chat.backplane.Draft;
import atrium.chat.backplane.Placement;
import atrium.chat.backplane.RoomLine;
import atrium.chat.backplane.RoomListener;
import atrium.chat.backplane.RoomRules;
import atrium.chat.message.Content;
import atrium.chat.message.Message;
import atrium.chat.message.Moderation;
import atrium.chat.message.Presence;
import atrium.chat.message.RoomName;
import atrium.chat.message.Sender;
import atrium.chat.problem.ChatProblem;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A room whose line is far away, played by the test: it comes late, breaks, and comes back. */
class RoomContinuationTests {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Sender FAR = new Sender("far", "Far");

    private final EmbeddedChannel loop = new EmbeddedChannel();
    private final FarLine line = new FarLine();
    private final Room room = new Room(
            new RoomName("r"),
            new RoomContext(
                    Settings::defaults,
                    () -> NOW,
                    loop.eventLoop(),
                    () -> "id",
                    text -> false,
                    RoomMeters.in(new SimpleMeterRegistry())),
            line::connect);

    @AfterEach
    void nothing_leaks() {
        loop.runPendingTasks();
        loop.finishAndReleaseAll();
        assertThat(Words.made).allSatisfy(frame -> assertThat(frame.refCnt()).isZero());
        Words.made.clear();
    }

    @Test
    void who_comes_before_the_order_is_known_is_greeted_when_it_is() {
        Listener alice = join("a");
        Listener gone = join("b");
        gone.seat.leave();
        loop.runPendingTasks();
        assertThat(alice.heard).isEmpty();
        assertThat(room.attached()).isNotCompleted();

        line.listener.attached(attachment("e", 2, List.of(far(1), far(2)), List.of(), true));
        line.listener.message(far(3));
        loop.runPendingTasks();

        assertThat(alice.heard).containsExactly("welcome 2 [1, 2]", "3;");
        assertThat(gone.heard).isEmpty();
        assertThat(room.attached()).isCompletedWithValue(room);
    }

    @Test
    void who_was_sent_away_elsewhere_is_told_when_that_is_known() {
        Listener bob = join("b1-bob");
        line.listener.attached(new Attachment(
                "e",
                0,
                List.of(),
                List.of(),
                true,
                new RoomRules(Map.of(), Map.of("bob", Instant.MAX), Duration.ZERO)));
        loop.runPendingTasks();

        assertThat(bob.closed).isEqualTo(CloseReason.KICKED);
    }

    @Test
    void who_was_sent_away_while_this_half_was_alone_goes_when_it_is_back() {
        Listener alice = join("a1-alice");
        Listener bob = join("b1-bob");
        line.listener.attached(attachment("e", 0, List.of(), List.of(), true));
        line.listener.attached(new Attachment(
                "e",
                0,
                List.of(),
                List.of(),
                true,
                new RoomRules(Map.of(), Map.of("bob", Instant.MAX), Duration.ZERO)));
        loop.runPendingTasks();

        assertThat(bob.closed).isEqualTo(CloseReason.KICKED);
        assertThat(alice.closed).isNull();
    }

    @Test
    void an_answer_that_comes_later_is_given_once() {
        Listener alice = join("a");
        line.listener.attached(attachment("e", 0, List.of(), List.of(), true));
        List<Posted> answers = new ArrayList<>();

        alice.seat.say(Content.text("1"), answers::add);
        alice.seat.say(Content.text("2"), answers::add);
        assertThat(answers).isEmpty();
        line.answers.get(0).accept(new Placement.Placed(7));
        line.answers.get(1).accept(new Placement.Refused("no"));

        assertThat(answers.get(0))
                .isInstanceOfSatisfying(
                        Posted.Accepted.class,
                        accepted -> assertThat(accepted.message().offset()).isEqualTo(7));
        assertThat(answers.get(1)).isEqualTo(new Posted.Refused(ChatProblem.BUSY, "no"));
    }

    @Test
    void who_has_seen_more_than_was_heard_here_is_answered_when_it_was() {
        Listener alice = join("a");
        line.listener.attached(attachment("e", 1, List.of(far(1)), List.of(), true));
        loop.runPendingTasks();
        alice.heard.clear();

        alice.seat.resume("e", 3);
        line.listener.message(far(2));
        line.listener.message(far(3));
        line.listener.message(far(4));
        loop.runPendingTasks();

        assertThat(alice.heard).containsExactly("2;3;", "recovered 3", "4;");
        loop.advanceTimeBy(10, TimeUnit.SECONDS);
        loop.runScheduledPendingTasks();
        assertThat(alice.heard).hasSize(3);
    }

    @Test
    void who_has_seen_more_than_is_ever_heard_here_is_told_of_the_gap_after_a_while() {
        Listener alice = join("a");
        Listener gone = join("b");
        line.listener.attached(attachment("e", 1, List.of(far(1)), List.of(), true));
        loop.runPendingTasks();
        alice.heard.clear();
        gone.heard.clear();

        alice.seat.resume("e", 7);
        alice.seat.resume("e", 9);
        gone.seat.resume("e", 9);
        gone.seat.leave();
        loop.runPendingTasks();
        assertThat(alice.heard).as("the first of two").containsExactly("welcome 1 [1]");
        loop.advanceTimeBy(2, TimeUnit.SECONDS);
        loop.runScheduledPendingTasks();
        loop.runPendingTasks();

        assertThat(alice.heard).startsWith("welcome 1 [1]", "welcome 1 [1]");
        assertThat(gone.heard).isEmpty();
    }

    @Test
    void who_has_seen_more_is_answered_before_the_order_goes_on_in_another_epoch() {
        Listener alice = join("a");
        line.listener.attached(attachment("e", 1, List.of(far(1)), List.of(), true));
        loop.runPendingTasks();
        alice.heard.clear();

        alice.seat.resume("e", 2);
        line.listener.attached(attachment("fork", 1, List.of(far(1)), List.of(), true));
        loop.runPendingTasks();

        assertThat(alice.heard).containsExactly("welcome 1 [1]", "recovered 1");
    }

    @Test
    void another_epoch_is_told_to_everybody_with_what_was_missed() {
        Listener alice = join("a");
        line.listener.attached(attachment("e", 1, List.of(far(1)), List.of(), true));
        loop.runPendingTasks();
        alice.heard.clear();

        line.listener.attached(attachment("fork", 1, List.of(far(1)), List.of(), true));
        line.listener.message(far(2));
        line.listener.attached(attachment("e", 3, List.of(far(1), far(2), far(3)), List.of(far(2)), true));
        line.listener.attached(attachment("new", 1, List.of(far(1)), List.of(), false));
        loop.runPendingTasks();

        assertThat(alice.heard).containsExactly("recovered 1", "2;", "recovered 3 [2]", "welcome 1 [1]");
        assertThat(room.summary().epoch()).isEqualTo("new");
    }

    @Test
    void who_has_no_words_for_it_hears_what_it_missed() {
        Listener alice = join("a");
        alice.format.greets = false;
        line.listener.attached(attachment("e", 1, List.of(far(1)), List.of(), true));
        line.listener.attached(attachment("f", 3, List.of(far(1), far(2), far(3)), List.of(far(2), far(3)), true));
        line.listener.attached(attachment("g", 0, List.of(), List.of(), false));
        loop.runPendingTasks();
        alice.format.greets = true;

        assertThat(alice.heard).containsExactly("2;3;");
    }

    @Test
    void who_is_elsewhere_counts_and_is_told_but_not_told_back() {
        Listener alice = join("a");
        alice.format.presence = true;
        line.listener.attached(attachment("e", 0, List.of(), List.of(), true));
        passASecond();
        line.listener.elsewhere(new Presence(5, List.of(FAR), List.of()));
        passASecond();
        alice.format.presence = false;

        assertThat(alice.heard).containsExactly("welcome 0", "1 members +1 -0;", "6 members +1 -0;");
        assertThat(room.summary().members()).isEqualTo(6);
        assertThat(line.told).containsExactly(new Presence(1, List.of(alice.self()), List.of()));
    }

    private void passASecond() {
        loop.advanceTimeBy(1, TimeUnit.SECONDS);
        loop.runScheduledPendingTasks();
        loop.runPendingTasks();
    }

    private Listener join(String id) {
        Listener listener = new Listener(loop.eventLoop(), new Words(), id);
        listener.seat = ((Entry.Seated) room.join(listener).orElseThrow()).seat();
        return listener;
    }

    private static Message far(long offset) {
        return new Message(offset, "far-" + offset, NOW, FAR, Content.text("" + offset));
    }

    private static Attachment attachment(
            String epoch, long offset, List<Message> kept, List<Message> missed, boolean whole) {
        return new Attachment(epoch, offset, kept, missed, whole, RoomRules.NONE);
    }

    /** Does nothing by itself. */
    private static final class FarLine implements RoomLine {

        final List<Consumer<Placement>> answers = new ArrayList<>();
        final List<Presence> told = new ArrayList<>();
        RoomListener listener;

        RoomLine connect(RoomListener half) {
            listener = half;
            return this;
        }

        @Override
        public void post(Draft draft, Consumer<Placement> answer) {
            answers.add(answer);
        }

        @Override
        public void moderate(Moderation act) {}

        @Override
        public void tell(Presence here) {
            told.add(here);
        }

        @Override
        public void close() {}
    }
}
