package atrium.chat.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.chat.backplane.Draft;
import atrium.chat.message.Content;
import atrium.chat.message.Moderation;
import atrium.chat.message.Presence;
import atrium.chat.message.Sender;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedCodecTests {

    @Test
    void a_message_has_its_epoch_its_place_and_its_mark_in_front() {
        Draft draft = new Draft("i", Instant.EPOCH, new Sender("s", "Sam"), Content.text("with some spaces"));

        assertThat(FeedCodec.decode("M e1 42 half-a 7 " + PayloadCodec.encode(draft)))
                .contains(new FeedItem.Said("e1", new Entry(42, new Mark("half-a", 7), draft)));
    }

    @Test
    void a_message_that_cannot_be_read_still_takes_its_place() {
        assertThat(FeedCodec.decode("M e1 42 half-a 7 {\"v\":9}"))
                .contains(new FeedItem.Said("e1", new Entry(42, new Mark("half-a", 7), null)));
    }

    @Test
    void an_act_and_a_presence() {
        assertThat(FeedCodec.decode("A {\"v\":1,\"act\":\"unmute\",\"member\":\"a-b\"}"))
                .contains(new FeedItem.Acted(new Moderation.Unmute("a-b")));
        assertThat(FeedCodec.decode("P half-a {\"v\":1,\"members\":3}"))
                .contains(new FeedItem.Told("half-a", new Presence(3, List.of(), List.of())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "M",
                "M ",
                "Mx",
                "M e",
                "M e 1 h 2",
                "M e one h 2 {}",
                "M e 1 h two {}",
                "A ",
                "A {}",
                "P h",
                "P h {}",
                "Z h {}"
            })
    void anything_else_is_nothing(String text) {
        assertThat(FeedCodec.decode(text)).isEmpty();
    }
}
