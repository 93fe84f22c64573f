package atrium.chat.backplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.chat.message.Message;
import atrium.chat.message.Moderation;
import atrium.chat.message.Presence;
import atrium.chat.message.Sender;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a backplane does that several nodes share. */
public abstract class SharedBackplaneContract extends BackplaneContract {

    /** Messages of a room that are remembered, as both nodes are configured. */
    protected static final int KEEP = 100;

    /** Another node that shares the order; the same one at each call. */
    protected abstract Backplane otherNode();

    @Test
    void both_halves_hear_everything_in_the_same_order() {
        RecordingHalf here = attachedTo(node());
        RecordingHalf there = attachedTo(otherNode());

        crowd(List.of(here, there), 4, 500);

        await().atMost(SOON).until(() -> here.count() == 2000 && there.count() == 2000);
        await().atMost(SOON).until(() -> here.answered() == 1000 && there.answered() == 1000);
        assertThat(there.heard()).isEqualTo(here.heard());
        assertThat(there.epoch()).isEqualTo(here.epoch());
        here.check();
        there.check();
    }

    @Test
    void what_is_said_once_is_said_once_on_whichever_nodes_it_is_posted() {
        RecordingHalf here = attachedTo(node());
        RecordingHalf there = attachedTo(otherNode());
        List<Draft> drafts = IntStream.range(0, 50)
                .mapToObj(i -> RecordingHalf.once("once " + i))
                .toList();

        drafts.forEach(draft -> {
            here.post(draft);
            there.post(draft);
            here.say("between");
        });

        await().atMost(SOON).until(() -> here.count() == 100 && there.count() == 100);
        await().atMost(SOON)
                .until(() -> drafts.stream()
                        .allMatch(draft -> here.answers(draft.id()).size() == 1
                                && there.answers(draft.id()).equals(here.answers(draft.id()))));
        assertThat(there.heard()).isEqualTo(here.heard());
        here.check();
        there.check();
    }

    @Test
    void a_half_that_is_opened_in_the_midst_of_it_misses_nothing() {
        RecordingHalf here = attachedTo(node());

        IntStream.range(0, 500).forEach(i -> here.say("early " + i));
        RecordingHalf there = RecordingHalf.in(otherNode(), room);
        IntStream.range(0, 500).forEach(i -> here.say("late " + i));

        await().atMost(SOON).until(() -> there.isAttached() && there.last() == 1000);
        there.check();
        assertThat(there.attachments()).hasSize(1);
        assertThat(there.attachment().offset() + there.count()).isEqualTo(1000);
    }

    @Test
    void the_second_half_is_told_the_newest_that_is_remembered() {
        RecordingHalf here = attachedTo(node());
        IntStream.rangeClosed(1, KEEP + 20).forEach(i -> here.say("number " + i));
        await().atMost(SOON).until(() -> here.answered() == KEEP + 20);

        Attachment attachment = attachedTo(otherNode()).attachment();

        assertThat(attachment.epoch()).isEqualTo(here.epoch());
        assertThat(attachment.offset()).isEqualTo(KEEP + 20);
        assertThat(attachment.kept()).isEqualTo(here.heard().subList(20, KEEP + 20));
        assertThat(attachment.missed()).isEmpty();
        assertThat(attachment.whole()).isTrue();
    }

    @Test
    void the_order_goes_on_when_the_last_half_ended_and_another_is_opened() {
        RecordingHalf first = attachedTo(node());
        first.say("before");
        await().atMost(SOON).until(() -> first.answered() == 1);
        first.line().close();

        assertThat(get(otherNode().knows(room))).isTrue();
        RecordingHalf second = attachedTo(otherNode());
        second.say("after");

        await().atMost(SOON).until(() -> second.last() == 2);
        assertThat(second.epoch()).isEqualTo(first.epoch());
        assertThat(second.attachment().kept()).isEqualTo(first.heard());
    }

    @Test
    void what_is_deleted_on_one_node_is_taken_away_on_both_and_not_remembered() {
        RecordingHalf here = attachedTo(node());
        RecordingHalf there = attachedTo(otherNode());
        String id = here.say("sorry");
        here.say("stays");
        await().atMost(SOON).until(() -> there.count() == 2);

        Moderation delete = new Moderation.Delete(id);
        there.line().moderate(delete);

        await().atMost(SOON).until(() -> here.acts().size() == 1 && there.acts().size() == 1);
        assertThat(here.acts()).containsExactly(delete);
        here.line().close();
        Attachment again = attachedTo(node()).attachment();
        assertThat(again.kept()).extracting(Message::offset).containsExactly(2L);
        assertThat(again.offset()).isEqualTo(2);
    }

    @Test
    void what_a_moderator_decides_on_one_node_holds_on_the_other() {
        RecordingHalf here = attachedTo(node());
        RecordingHalf there = attachedTo(otherNode());
        Instant until = Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MILLIS);
        Moderation first = new Moderation.Mute("a-one", until);
        Moderation second = new Moderation.Mute("b-two", until);

        here.line().moderate(first);
        there.line().moderate(second);

        await().atMost(SOON).until(() -> here.acts().size() == 2 && there.acts().size() == 2);
        assertThat(there.acts()).isEqualTo(here.acts()).containsExactlyInAnyOrder(first, second);
        here.line().close();
        assertThat(attachedTo(node()).attachment().rules().mutes()).containsOnlyKeys("one", "two");
    }

    @Test
    void each_half_is_told_who_is_on_the_other_node() {
        RecordingHalf here = attachedTo(node());
        Sender ada = new Sender("a-ada", "Ada");
        here.line().tell(new Presence(1, List.of(ada), List.of()));
        RecordingHalf there = attachedTo(otherNode());

        await().atMost(SOON).until(() -> there.membersElsewhere() == 1);
        Presence left = new Presence(2, List.of(), List.of(ada));
        here.line().tell(left);
        await().atMost(SOON).until(() -> there.elsewhere().contains(left));
        there.line().tell(new Presence(5, List.of(), List.of()));
        await().atMost(SOON).until(() -> here.membersElsewhere() == 5);
        assertThat(here.elsewhere()).hasSize(1);

        there.line().close();
        await().atMost(SOON).until(() -> here.membersElsewhere() == 0);
    }

    @Test
    void a_room_is_listed_everywhere_with_the_members_of_all_nodes() {
        RecordingHalf here = attachedTo(node());
        here.line().tell(new Presence(2, List.of(), List.of()));
        RecordingHalf there = attachedTo(otherNode());
        there.line().tell(new Presence(3, List.of(), List.of()));

        RoomSummary expected = new RoomSummary(room, 5, here.epoch(), 0);
        await().atMost(SOON).until(() -> get(node().rooms()).contains(expected));
        await().atMost(SOON).until(() -> get(otherNode().rooms()).contains(expected));
    }

    @Test
    void a_room_that_is_open_on_another_node_only_is_listed_and_known() {
        RecordingHalf there = attachedTo(otherNode());
        there.line().tell(new Presence(3, List.of(), List.of()));

        assertThat(get(node().knows(room))).isTrue();
        await().atMost(SOON).until(() -> get(node().rooms()).contains(new RoomSummary(room, 3, there.epoch(), 0)));
    }
}
