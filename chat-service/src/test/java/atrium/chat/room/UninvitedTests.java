package atrium.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.chat.Settings;
import atrium.chat.backplane.local.ForgetfulRules;
import atrium.chat.backplane.local.LocalBackplane;
import atrium.chat.message.MessageIds;
import atrium.chat.message.RoomName;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may not be in a room, when it comes and when it is there already. */
class UninvitedTests {

    private static final RoomName ROOM = new RoomName("r");

    private final EmbeddedChannel loop = new EmbeddedChannel();
    private final Rooms rooms = new Rooms(
            new LocalBackplane(() -> "e", new ForgetfulRules(), () -> Instant.EPOCH),
            Settings::defaults,
            () -> Instant.EPOCH,
            new MessageIds("n"),
            text -> false,
            loop::eventLoop,
            new SimpleMeterRegistry());
    private boolean open = true;

    @AfterEach
    void close() {
        loop.finishAndReleaseAll();
    }

    @Test
    void who_may_not_enter_opens_no_room() {
        assertThat(rooms.join(ROOM, member("bob", room -> false))).isEqualTo(new Entry.Private());

        assertThat(rooms.find(ROOM).toCompletableFuture().join()).isEmpty();
    }

    @Test
    void who_was_let_in_as_the_room_was_made_private_gets_no_seat() {
        var answers = Stream.of(true, false).iterator();

        assertThat(rooms.join(ROOM, member("bob", room -> answers.next()))).isEqualTo(new Entry.Private());
        assertThat(answers).isExhausted();
    }

    @Test
    void who_loses_the_right_to_be_there_is_closed_and_the_others_stay() {
        Listener alice = seated("alice", room -> true);
        Listener bob = seated("bob", room -> open);
        loop.runPendingTasks();

        rooms.expelUninvited();
        loop.runPendingTasks();
        assertThat(bob.closed).isNull();

        open = false;
        rooms.expelUninvited();
        loop.runPendingTasks();

        assertThat(bob.closed).isEqualTo(CloseReason.ROOM_PRIVATE);
        assertThat(alice.closed).isNull();
        assertThat(rooms.find(ROOM).toCompletableFuture().join().orElseThrow().members())
                .containsExactly(alice);
    }

    @Test
    void who_has_not_been_greeted_yet_is_closed_as_well() {
        Listener bob = seated("bob", room -> open);
        open = false;
        rooms.expelUninvited();
        loop.runPendingTasks();

        assertThat(bob.closed).isEqualTo(CloseReason.ROOM_PRIVATE);
    }

    private Listener seated(String id, Predicate<RoomName> mayEnter) {
        Listener listener = member(id, mayEnter);
        listener.seat = ((Entry.Seated) rooms.join(ROOM, listener)).seat();
        return listener;
    }

    private Listener member(String id, Predicate<RoomName> mayEnter) {
        Listener listener = new Listener(loop.eventLoop(), new Words(), id);
        listener.mayEnter = mayEnter;
        return listener;
    }
}
