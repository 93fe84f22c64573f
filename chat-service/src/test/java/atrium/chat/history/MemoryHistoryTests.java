package atrium.chat.history;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.chat.message.Content;
import atrium.chat.message.Message;
import atrium.chat.message.Sender;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryHistoryTests {

    private final MemoryHistory history = new MemoryHistory("e");

    @Test
    void offsets_count_from_one_and_ids_carry_the_epoch() {
        assertThat(history.head()).isZero();

        Message message = append("a");

        assertThat(message.offset()).isEqualTo(1);
        assertThat(message.id()).isEqualTo("e-1");
        assertThat(history.head()).isEqualTo(1);
    }

    @Test
    void since_is_everything_after_or_nothing() {
        fill(5);
        history.trim(3, Long.MAX_VALUE);

        assertThat(history.since(5)).hasValue(List.of());
        assertThat(history.since(2).map(MemoryHistoryTests::offsets)).hasValue(List.of(3L, 4L, 5L));
        assertThat(history.since(1)).isEmpty();
        assertThat(history.since(6)).isEmpty();
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
        assertThat(history.since(2)).hasValue(List.of());
        assertThat(history.since(1)).isEmpty();
    }

    private void fill(int count) {
        for (int i = 0; i < count; i++) {
            append("m");
        }
    }

    private Message append(String text) {
        return history.append(Content.text(text), new Sender("a", "A"), Instant.EPOCH);
    }

    private static List<Long> offsets(List<Message> messages) {
        return messages.stream().map(Message::offset).toList();
    }
}
