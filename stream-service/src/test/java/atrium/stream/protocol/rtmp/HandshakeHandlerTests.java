package atrium.stream.protocol.rtmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.stream.codec.MalformedInputException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeHandlerTests {

    private final EmbeddedChannel channel = new EmbeddedChannel(new HandshakeHandler(new Random(1)));

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void handshakeByteByByte_thenAnsweredOnceAndWhatFollowsIsHandedOn() {
        byte[] sent = new byte[1 + 1536 + 1536 + 2];
        sent[0] = 3;
        sent[1 + 1535] = 42;
        sent[sent.length - 2] = 7;
        for (byte b : sent) {
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {b}));
        }
        ByteBuf answer = channel.readOutbound();

        assertThat(answer.readableBytes()).isEqualTo(1 + 2 * 1536);
        assertThat(answer.getByte(0)).isEqualTo((byte) 3);
        assertThat(answer.getByte(answer.readableBytes() - 1)).isEqualTo((byte) 42);
        assertThat(channel.pipeline().get(HandshakeHandler.class)).isNull();
        ByteBuf first = channel.readInbound();
        assertThat(first.readByte()).isEqualTo((byte) 7);
        answer.release();
        first.release();
    }

    @ParameterizedTest
    @ValueSource(bytes = {0, 2, 'G', 0x16 + 32, -1})
    void anotherProtocol_thenMalformedAtItsFirstByte(byte version) {
        assertThatThrownBy(() -> channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {version})))
                .hasCauseInstanceOf(MalformedInputException.class);
    }
}
