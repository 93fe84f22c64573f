package atrium.stream.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.stream.codec.MalformedInputException;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks by the examples of RTMP 1.0, section 5.3, and by what hostile peers send. */
class ChunkDecoderTests {

    private static final RtmpLimits LIMITS = new RtmpLimits(4096, 1024, 4, Duration.ZERO);

    private final EmbeddedChannel channel = publisher(LIMITS);

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @ParameterizedTest
    @CsvSource({
        // type 0, then 3 repeats it: a delta of its own time (section 5.3.1.2.4)
        "04 00000a 000001 08 01000000 aa  c4 bb, '8/10/aa 8/20/bb'",
        // type 1 and 2 with deltas
        "04 000000 000001 08 01000000 aa  44 000014 000002 09 bbcc  84 000005 ddee, '8/0/aa 9/20/bbcc 9/25/ddee'",
        // a type 3 chunk repeats a delta
        "04 000064 000001 08 01000000 aa  84 00000a bb  c4 cc, '8/100/aa 8/110/bb 8/120/cc'",
        // chunk stream ids of two and three bytes (section 5.3.1.1)
        "00 00 000001 000001 08 01000000 aa  01 0000 000002 000001 08 01000000 bb, '8/1/aa 8/2/bb'",
        // extended timestamps (section 5.3.1.3), in the type 3 chunk too
        "04 ffffff 000001 08 01000000 01000000 aa  c4 00000001 bb, '8/16777216/aa 8/16777217/bb'",
        // an empty message
        "04 000000 000000 08 01000000, '8/0/'"
    })
    void chunks_thenMessages(String hex, String messages) {
        assertThat(whole(hex)).isEqualTo(messages);
        assertThat(byteByByte(hex)).isEqualTo(messages);
    }

    @Test
    void messageOfSeveralChunks_thenOneMessage() {
        String body = "ab".repeat(300);
        String hex = "04 000000 00012c 09 01000000" + body.substring(0, 256) + "c4" + body.substring(256, 512) + "c4"
                + body.substring(512);
        assertThat(whole(hex)).isEqualTo("9/0/" + body);
        assertThat(byteByByte(hex)).isEqualTo("9/0/" + body);
    }

    @Test
    void interleavedMessages_thenEachWhole() {
        String video = "11".repeat(200);
        String hex = "06 000000 0000c8 09 01000000" + "11".repeat(128) + "04 000000 000001 08 01000000 aa" + "c6"
                + "11".repeat(72);
        assertThat(whole(hex)).isEqualTo("8/0/aa 9/0/" + video);
    }

    @Test
    void chunkSizeChanged_thenObeyed() {
        String body = "cd".repeat(300);
        assertThat(whole("02 000000 000004 01 00000000 00001000  04 000000 00012c 09 01000000" + body))
                .isEqualTo("9/0/" + body);
    }

    @Test
    void messageAborted_thenForgotten() {
        String hex = "06 000000 0000c8 09 01000000" + "11".repeat(128) + "02 000000 000004 02 00000000 00000006"
                + "06 000000 000001 09 01000000 ee";
        assertThat(whole(hex)).isEqualTo("9/0/ee");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "04 000000 001001 09 01000000", // a picture of 4097 bytes
                "04 000000 000401 14 01000000", // a command of 1025 bytes
                "04 000000 ffffff 09 01000000", // 16 MB
                "c4", // continues what never began
                "84 000000",
                "02 000000 000004 01 00000000 00000000", // a chunk size of 0
                "02 000000 000004 01 00000000 80000000", // and a negative one
                "02 000000 000001 01 00000000 00", // a control message too short
                "06 000000 0000c8 09 01000000 " // a message inside another
            })
    void hostile_thenMalformed(String hex) {
        String bytes = hex.endsWith(" ") ? hex + "11".repeat(128) + "06 000000 000001 09 01000000" : hex;
        assertThatThrownBy(() -> whole(bytes))
                .isInstanceOf(DecoderException.class)
                .hasCauseInstanceOf(MalformedInputException.class);
    }

    @Test
    void manyChunkStreams_thenMalformed() {
        StringBuilder hex = new StringBuilder();
        for (int id = 3; id <= 7; id++) {
            hex.append("%02x 000000 000001 08 01000000 aa".formatted(id));
        }
        assertThatThrownBy(() -> whole(hex.toString())).hasCauseInstanceOf(MalformedInputException.class);
    }

    @Test
    void manyUnfinishedMessages_thenBounded() {
        EmbeddedChannel many = publisher(new RtmpLimits(150, 64, 64, Duration.ZERO));
        StringBuilder hex = new StringBuilder();
        for (int id = 3; id <= 6; id++) {
            hex.append("%02x 000000 000096 09 01000000".formatted(id)).append("00".repeat(128));
        }
        assertThatThrownBy(() -> many.writeInbound(Unpooled.wrappedBuffer(parse(hex.toString()))))
                .hasCauseInstanceOf(MalformedInputException.class);
        many.finishAndReleaseAll();
    }

    @ParameterizedTest
    @ValueSource(strings = {"04 000000 000401 09 01000000", "04 000000 ffffff 08 01000000"})
    void pictureOfWhoMayNotPublish_thenNoLongerThanACommand(String hex) {
        EmbeddedChannel stranger = new EmbeddedChannel(new ChunkDecoder(LIMITS));
        assertThatThrownBy(() -> stranger.writeInbound(Unpooled.wrappedBuffer(parse(hex))))
                .hasCauseInstanceOf(MalformedInputException.class);
        stranger.finishAndReleaseAll();
    }

    private static EmbeddedChannel publisher(RtmpLimits limits) {
        ChunkDecoder decoder = new ChunkDecoder(limits);
        decoder.allowMedia();
        return new EmbeddedChannel(decoder);
    }

    private String whole(String hex) {
        channel.writeInbound(Unpooled.wrappedBuffer(parse(hex)));
        return read(channel);
    }

    private static String byteByByte(String hex) {
        EmbeddedChannel slow = publisher(LIMITS);
        for (byte b : parse(hex)) {
            slow.writeInbound(Unpooled.wrappedBuffer(new byte[] {b}));
        }
        String messages = read(slow);
        slow.finishAndReleaseAll();
        return messages;
    }

    private static String read(EmbeddedChannel from) {
        List<String> messages = new ArrayList<>();
        for (RtmpMessage message = from.readInbound(); message != null; message = from.readInbound()) {
            messages.add(message.type() + "/" + message.timestamp() + "/" + ByteBufUtil.hexDump(message.content()));
            ReferenceCountUtil.release(message);
        }
        return String.join(" ", messages);
    }

    private static byte[] parse(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
