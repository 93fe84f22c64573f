package atrium.chat.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.chat.backplane.Draft;
import atrium.chat.message.Content;
import atrium.chat.message.Kind;
import atrium.chat.message.Moderation;
import atrium.chat.message.Presence;
import atrium.chat.message.RoomName;
import atrium.chat.message.Sender;
import atrium.chat.message.Style;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadCodecTests {

    private static final Instant AT = Instant.parse("2026-11-25T03:04:05.678901234Z");
    private static final Sender SAM = new Sender("s-1", "Sam \"the\" 🎥");

    @Test
    void a_draft_is_written_so() {
        Draft draft = new Draft("id-1", AT, SAM, Content.text("hi"));

        assertThat(PayloadCodec.encode(draft))
                .isEqualTo("{\"v\":1,\"id\":\"id-1\",\"at\":\"2026-11-25T03:04:05.678901234Z\","
                        + "\"from\":{\"id\":\"s-1\",\"name\":\"Sam \\\"the\\\" 🎥\"},"
                        + "\"kind\":\"text\",\"text\":\"hi\"}")
                .startsWith(PayloadCodec.beginningOf("id-1"));
    }

    @ParameterizedTest
    @MethodSource
    void a_draft_is_read_as_it_was_written(Content content) {
        Draft draft = new Draft("id-1", AT, SAM, content);

        assertThat(PayloadCodec.draft(PayloadCodec.encode(draft))).contains(draft);
    }

    static List<Content> a_draft_is_read_as_it_was_written() {
        return List.of(
                Content.text("\u0000 \n \uD83D\uDE00 \" \\ /"),
                new Content(Kind.DANMAKU, "x", new Style("#00ff00", Style.Mode.TOP, 20), null),
                new Content(Kind.DANMAKU, "x", new Style(null, null, null), null),
                new Content(Kind.FILE, "", null, "file-1"));
    }

    @ParameterizedTest
    @MethodSource
    void an_act_is_read_as_it_was_written(Moderation act) {
        assertThat(PayloadCodec.act(PayloadCodec.encode(act))).contains(act);
    }

    static List<Moderation> an_act_is_read_as_it_was_written() {
        return List.of(
                new Moderation.Delete("id-1"),
                new Moderation.Mute("a-b", Instant.MAX),
                new Moderation.Mute("a-b", Instant.ofEpochMilli(1_800_000_000_123L)),
                new Moderation.Unmute("a-b"),
                new Moderation.Kick("a-b", Instant.ofEpochMilli(1_800_000_000_123L)),
                new Moderation.Slow(new RoomName("房间"), Duration.ofMillis(1500)));
    }

    @Test
    void a_presence_is_read_as_it_was_written() {
        Presence presence = new Presence(3, List.of(SAM), List.of(SAM, new Sender("t", "Tom")));

        assertThat(PayloadCodec.presence(PayloadCodec.encode(presence))).contains(presence);
    }

    @Test
    void fields_that_are_not_known_do_not_matter() {
        String newer = "{\"v\":1,\"new\":[{\"a\":[1.5,null]}],\"members\":2,\"newer\":{\"b\":true}}";

        assertThat(PayloadCodec.presence(newer)).contains(new Presence(2, List.of(), List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{}",
                "{\"v\":2,\"members\":1}",
                "{\"v\":1}",
                "{\"v\":1,\"members\":\"1\"}",
                "{\"v\":1,\"members\":99999999999}",
                "{\"v\":1,\"members\":99999999999999999999999}",
                "{\"v\":1,\"members\":1,\"joined\":[{\"id\":\"x\"}]}"
            })
    void what_is_no_presence_is_none(String text) {
        assertThat(PayloadCodec.presence(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"v\":1,\"id\":\"i\",\"at\":\"yesterday\",\"from\":{\"id\":\"a\",\"name\":\"b\"},\"kind\":\"text\",\"text\":\"x\"}",
                "{\"v\":1,\"id\":\"i\",\"at\":\"2026-11-25T03:04:05Z\",\"from\":{\"id\":\"a\"},\"kind\":\"text\",\"text\":\"x\"}",
                "{\"v\":1,\"id\":\"i\",\"at\":\"2026-11-25T03:04:05Z\",\"from\":{\"id\":\"a\",\"name\":\"b\"},\"kind\":\"song\",\"text\":\"x\"}",
                "{\"v\":1,\"id\":\"i\",\"at\":\"2026-11-25T03:04:05Z\",\"from\":{\"id\":\"a\",\"name\":\"b\"},\"kind\":\"text\",\"text\":\"\"}"
            })
    void what_is_no_draft_is_none(String text) {
        assertThat(PayloadCodec.draft(text)).isEmpty();
    }
}
