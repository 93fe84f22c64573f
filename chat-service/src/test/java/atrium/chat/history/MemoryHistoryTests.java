package atrium.chat.history;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.chat.message.Content;
import atrium.chat.message.Message;
import atrium.chat.message.Sender;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryHistoryTests {

    private final MemoryHistory history = new MemoryHistory("e", 0, List.of());

    @Test
    void since_is_everything_after_or_nothing() {
        fill(5);
        history.trim(3, Long.MAX_VALUE);

        assertThat(history.since("e", 5)).hasValue(List.of());
        assertThat(history.since("e", 2).map(MemoryHistoryTests::offsets)).hasValue(List.of(3L, 4L, 5L));
        assertThat(history.since("e", 1)).isEmpty();
        assertThat(history.since("e", 6)).isEmpty();
    }

    @Test
    void pages_go_backwards() {
        fill(5);

        assertThat(offsets(history.last(2))).containsExactly(4L, 5L);
        assertThat(offsets(history.before(4, 2))).containsExactly(2L, 3L);
        assertThat(offsets(history.before(Long.MAX_VALUE, 100))).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(history.before(1, 10)).isEmpty();
        assertThat(history.last(0)).isEmpty();
    }

    @Test
    void bytes_are_bounded_too() {
        Message first = append("x".repeat(1000));
        append("x".repeat(1000));

        history.trim(10, first.weight());
        assertThat(offsets(history.last(10))).containsExactly(2L);

        history.trim(10, 0);
        assertThat(history.last(10)).isEmpty();
        assertThat(history.since("e", 2)).hasValue(List.of());
        assertThat(history.since("e", 1)).isEmpty();
    }

    @Test
    void what_is_deleted_leaves_no_gap_and_is_remembered_by_its_id() {
        fill(4);
        history.delete("m2");
        history.delete("m3");
        history.delete("never");

        assertThat(history.since("e", 1).map(MemoryHistoryTests::offsets)).hasValue(List.of(4L));
        assertThat(history.head()).isEqualTo(4);
        assertThat(history.deletedUpTo(1)).isEmpty();
        assertThat(history.deletedUpTo(2)).containsExactly("m2");
        assertThat(history.deletedUpTo(4)).containsExactly("m2", "m3");
    }

    @Test
    void no_more_than_a_hundred_deletions_are_remembered() {
        fill(150);
        for (int i = 1; i <= 150; i++) {
            history.delete("m" + i);
        }

        assertThat(history.deletedUpTo(150)).hasSize(100).startsWith("m51");
        assertThat(history.last(10)).isEmpty();
    }

    @Test
    void a_history_that_begins_in_the_middle_knows_what_it_was_given() {
        MemoryHistory late = new MemoryHistory("e", 9, List.of(message(8, "8"), message(9, "9")));

        assertThat(late.since("e", 7).map(MemoryHistoryTests::offsets)).hasValue(List.of(8L, 9L));
        assertThat(late.since("e", 6)).isEmpty();
    }

    @Test
    void an_epoch_that_goes_on_as_another_is_known_up_to_where_it_did() {
        fill(3);
        history.continueIn("fork", 3, history.last(10), true);
        append("4 in the fork");

        assertThat(history.since("e", 2).map(MemoryHistoryTests::offsets)).hasValue(List.of(3L, 4L));
        assertThat(history.since("e", 4)).isEmpty();

        history.continueIn("e", 5, List.of(message(3, "3"), message(4, "other"), message(5, "4 again")), true);
        assertThat(history.since("e", 3).map(MemoryHistoryTests::offsets)).hasValue(List.of(4L, 5L));
        assertThat(history.since("fork", 3).map(MemoryHistoryTests::offsets)).hasValue(List.of(4L, 5L));
        assertThat(history.since("fork", 4)).isEmpty();

        history.continueIn("new", 0, List.of(), false);
        assertThat(history.since("e", 0)).isEmpty();
        assertThat(history.since("new", 0)).hasValue(List.of());
    }

    private void fill(int count) {
        for (int i = 0; i < count; i++) {
            append("m");
        }
    }

    private Message append(String text) {
        Message message = message(history.head() + 1, text);
        history.append(message);
        return message;
    }

    private static Message message(long offset, String text) {
        return new Message(offset, "m" + offset, Instant.EPOCH, new Sender("a", "A"), Content.text(text));
    }

    private static List<Long> offsets(List<Message> messages) {
        return messages.stream().map(Message::offset).toList();
    }
}
