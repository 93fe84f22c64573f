package atrium.chat.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.chat.backplane.Draft;
import atrium.chat.backplane.RoomRules;
import atrium.chat.message.Content;
import atrium.chat.message.Message;
import atrium.chat.message.Sender;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReunionTests {

    private static final Keeping KEEPING = new Keeping(5, 1_000_000, Duration.ofMinutes(1));

    @Test
    void the_first_time_nothing_is_missed() {
        Reunion reunion = reunion("e", 3, entries(1, 3), null, false);

        assertThat(reunion.missed()).isEmpty();
        assertThat(reunion.whole()).isTrue();
        assertThat(reunion.kept()).hasSize(3);
        assertThat(reunion.mark()).isEqualTo("other 3");
    }

    @Test
    void who_opened_alone_and_comes_to_others_was_in_no_part_of_their_order() {
        Reunion reunion = reunion("e", 3, entries(1, 3), null, true);

        assertThat(reunion.missed()).hasSize(3);
        assertThat(reunion.whole()).isFalse();
    }

    @Test
    void what_came_after_the_last_that_was_heard_is_missed() {
        Reunion reunion = reunion("e", 9, entries(4, 9), new Heard("e", 6, "other 6"), true);

        assertThat(reunion.missed()).extracting(Entry::offset).containsExactly(7L, 8L, 9L);
        assertThat(reunion.whole()).isTrue();
        assertThat(reunion.kept()).extracting(Message::offset).containsExactly(5L, 6L, 7L, 8L, 9L);
    }

    @Test
    void it_is_not_whole_if_the_log_does_not_reach_back() {
        assertThat(reunion("e", 9, entries(7, 9), new Heard("e", 6, "other 6"), true)
                        .whole())
                .isTrue();
        assertThat(reunion("e", 9, entries(8, 9), new Heard("e", 6, "other 6"), true)
                        .whole())
                .isFalse();
        assertThat(reunion("e", 9, List.of(), new Heard("e", 6, "other 6"), true)
                        .whole())
                .isFalse();
        assertThat(reunion("e", 6, List.of(), new Heard("e", 6, "other 6"), true)
                        .whole())
                .isTrue();
    }

    @Test
    void another_epoch_is_whole_if_it_goes_on_from_the_same_message_and_nothing_was_said_alone() {
        Heard heard = new Heard("e", 6, "other 6");

        assertThat(reunion("f", 9, entries(4, 9), heard, false).whole()).isTrue();
        assertThat(reunion("f", 9, entries(4, 9), heard, true).whole()).isFalse();
        assertThat(reunion("f", 9, entries(4, 9), new Heard("e", 6, "other 7"), false)
                        .whole())
                .isFalse();
    }

    @Test
    void what_is_gone_from_the_midst_was_deleted() {
        List<Entry> entries =
                entries(4, 9).stream().filter(entry -> entry.offset() != 5).toList();
        List<Message> remembered = entries(1, 6).stream().map(Entry::message).toList();

        Reunion reunion = Reunion.of(
                standing("e", 9), entries, new Heard("e", 6, "other 6"), true, entry -> false, remembered, KEEPING);

        assertThat(reunion.deleted()).containsExactly("id-5");
    }

    private static Reunion reunion(String epoch, long head, List<Entry> entries, @Nullable Heard heard, boolean alone) {
        return Reunion.of(standing(epoch, head), entries, heard, alone, entry -> false, List.of(), KEEPING);
    }

    private static Standing standing(String epoch, long head) {
        return new Standing(epoch, head, 0, RoomRules.NONE, Map.of());
    }

    private static List<Entry> entries(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(offset -> new Entry(
                        offset,
                        new Mark("other", offset),
                        new Draft("id-" + offset, Instant.EPOCH, new Sender("s", "Sam"), Content.text("x"))))
                .toList();
    }
}
