package atrium.chat.backplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import atrium.chat.message.Message;
import atrium.chat.message.Moderation;
import atrium.chat.message.Presence;
import atrium.chat.message.RoomName;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every backplane does, seen from one node. */
public abstract class BackplaneContract {

    protected static final Duration SOON = Duration.ofSeconds(10);

    protected final RoomName room =
            new RoomName("r-" + UUID.randomUUID().toString().substring(0, 12));

    /** The node; the same one at each call. */
    protected abstract Backplane node();

    protected RecordingHalf attachedTo(Backplane node) {
        RecordingHalf half = RecordingHalf.in(node, room);
        await().atMost(SOON).until(half::isAttached);
        return half;
    }

    /** Each of {@code posters} says {@code each} things, all at the same time. */
    protected static void crowd(List<RecordingHalf> halves, int posters, int each) {
        List<CompletableFuture<Void>> crowd = new ArrayList<>();
        for (int poster = 0; poster < posters; poster++) {
            RecordingHalf half = halves.get(poster % halves.size());
            int number = poster;
            crowd.add(CompletableFuture.runAsync(
                    () -> IntStream.range(0, each).forEach(i -> half.say(number + ":" + i))));
        }
        crowd.forEach(CompletableFuture::join);
    }

    @Test
    void a_new_room_begins_at_nothing() {
        RecordingHalf half = attachedTo(node());

        assertThat(half.attachments()).hasSize(1);
        Attachment attachment = half.attachment();
        assertThat(attachment.epoch()).isNotEmpty();
        assertThat(attachment.offset()).isZero();
        assertThat(attachment.kept()).isEmpty();
        assertThat(attachment.missed()).isEmpty();
        assertThat(attachment.whole()).isTrue();
        assertThat(attachment.rules()).isEqualTo(RoomRules.NONE);
    }

    @Test
    void what_many_say_at_once_is_heard_in_one_order_and_each_is_answered_with_its_place() {
        RecordingHalf half = attachedTo(node());

        crowd(List.of(half), 4, 250);

        await().atMost(SOON).until(() -> half.count() == 1000 && half.answered() == 1000);
        half.check();
        for (Message message : half.heard()) {
            assertThat(half.answers(message.id())).containsExactly(new Placement.Placed(message.offset()));
        }
        for (int poster = 0; poster < 4; poster++) {
            String prefix = poster + ":";
            assertThat(half.texts().stream().filter(text -> text.startsWith(prefix)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 250).mapToObj(i -> prefix + i).toList());
        }
    }

    @Test
    void a_draft_is_heard_as_it_was_posted() {
        RecordingHalf half = attachedTo(node());
        Draft draft = RecordingHalf.draft("Grüße, \"世界\" 🎥 \\ \u0001");

        half.post(draft);

        await().atMost(SOON).until(() -> half.count() == 1);
        assertThat(half.heard()).containsExactly(new Message(1, draft.id(), draft.at(), draft.from(), draft.content()));
    }

    @Test
    void what_is_said_once_is_answered_when_it_comes_again_and_not_said() {
        RecordingHalf half = attachedTo(node());
        Draft once = RecordingHalf.once("only once");
        half.post(once);
        half.say("then something else");

        half.post(once);
        half.post(once);
        half.say("the end");

        await().atMost(SOON)
                .until(() -> half.count() == 3 && half.answers(once.id()).size() == 3);
        assertThat(half.texts()).containsExactly("only once", "then something else", "the end");
        assertThat(half.answers(once.id())).containsOnly(new Placement.Placed(1));
        half.check();
    }

    @Test
    void what_was_said_once_is_known_when_the_room_is_opened_again() {
        RecordingHalf half = attachedTo(node());
        Draft once = RecordingHalf.once("only once");
        half.post(once);
        await().atMost(SOON).until(() -> half.count() == 1);
        half.line().close();

        RecordingHalf again = attachedTo(node());
        again.post(once);
        again.say("the end");

        await().atMost(SOON).until(() -> again.count() == 1 && again.answered() == 2);
        assertThat(again.texts()).containsExactly("the end");
        assertThat(again.answers(once.id())).containsExactly(new Placement.Placed(1));
    }

    @Test
    void a_room_is_not_opened_twice_at_a_time() {
        RecordingHalf half = attachedTo(node());

        assertThatIllegalStateException().isThrownBy(() -> RecordingHalf.in(node(), room));

        half.line().close();
        attachedTo(node());
    }

    @Test
    void a_line_that_is_closed_refuses_and_hears_nothing() {
        RecordingHalf half = attachedTo(node());
        half.line().close();

        String late = half.say("too late");
        half.line().tell(new Presence(1, List.of(), List.of()));

        await().atMost(SOON).until(() -> half.answers(late).size() == 1);
        assertThat(half.answers(late).getFirst()).isInstanceOf(Placement.Refused.class);
        assertThat(half.heard()).isEmpty();
    }

    @Test
    void an_act_is_heard_and_what_it_decided_holds_when_the_room_is_opened_again() {
        Instant until = Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MILLIS);
        RecordingHalf half = attachedTo(node());
        List<Moderation> acts = List.of(
                new Moderation.Mute("a-muted", until),
                new Moderation.Mute("b-forgiven", until),
                new Moderation.Unmute("c-forgiven"),
                new Moderation.Kick("d-banned", Instant.MAX),
                new Moderation.Slow(room, Duration.ofMillis(1500)));

        acts.forEach(half.line()::moderate);
        await().atMost(SOON).until(() -> half.acts().size() == acts.size());

        assertThat(half.acts()).isEqualTo(acts);
        half.line().close();
        RoomRules rules = attachedTo(node()).attachment().rules();
        assertThat(rules.mutes()).containsOnlyKeys("muted").containsValue(until);
        assertThat(rules.bans()).containsOnlyKeys("banned").containsValue(Instant.MAX);
        assertThat(rules.slow()).isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void an_open_room_is_known_and_listed_with_its_members_and_its_newest_offset() {
        RecordingHalf half = attachedTo(node());
        half.say("one");
        half.say("two");
        half.line().tell(new Presence(3, List.of(), List.of()));

        RoomSummary expected = new RoomSummary(room, 3, half.epoch(), 2);
        await().atMost(SOON).until(() -> get(node().rooms()).contains(expected));
        assertThat(get(node().knows(room))).isTrue();
        assertThat(get(node().knows(new RoomName("nobody-was-ever-here")))).isFalse();
    }

    protected static <T> T get(java.util.concurrent.CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(SOON.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
