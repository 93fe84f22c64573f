package atrium.chat.transport.danmaku;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

class FrameDecoderFuzzTests {

    private static final int LONGEST_TEXT = 4096;

    /** In whatever pieces they come. Only the last message can be a broken one. */
    @FuzzTest
    void any_bytes_are_messages_and_then_perhaps_an_end(byte[] bytes) {
        List<ClientMessage> messages = decode(bytes, bytes.length);

        assertThat(decode(bytes, 1)).isEqualTo(messages);
        assertThat(decode(bytes, 7)).isEqualTo(messages);
        if (!messages.isEmpty()) {
            assertThat(messages.subList(0, messages.size() - 1))
                    .doesNotHaveAnyElementsOfTypes(ClientMessage.Broken.class);
        }
    }

    @FuzzTest
    void what_is_escaped_comes_back(byte[] utf8) {
        String value = new String(utf8, StandardCharsets.UTF_8);
        String text = Stt.of("t").with("v", value).toString();

        assertThat(Stt.parse(text).orElseThrow()).containsEntry("v", value.replace("\0", ""));
        assertThat(ClientMessageReader.read(value)).isNotNull();
    }

    private static List<ClientMessage> decode(byte[] bytes, int piece) {
        EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(() -> LONGEST_TEXT));
        for (int from = 0; from < bytes.length; from += piece) {
            channel.writeInbound(Unpooled.copiedBuffer(bytes, from, Math.min(piece, bytes.length - from)));
        }
        List<ClientMessage> messages = new ArrayList<>();
        for (ClientMessage message = channel.readInbound(); message != null; message = channel.readInbound()) {
            messages.add(message);
        }
        assertThat(channel.finishAndReleaseAll()).isFalse();
        return messages;
    }
}
