package atrium.chat.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GateTests {

    private final EmbeddedChannel channel = new EmbeddedChannel(new Gate());

    @Test
    void an_upgrade_s_answer_waits_until_the_gate_is_opened_and_what_follows_comes_after_it() {
        ChannelFuture written = channel.writeAndFlush(bytes("HTTP/1.1 101 Switching Protocols\r\n\r\n"));
        assertThat(written.isSuccess()).isTrue();
        assertThat(channel.<Object>readOutbound()).isNull();

        Gate.open(channel);
        channel.writeAndFlush(bytes("first"));

        assertThat(text()).startsWith("HTTP/1.1 101");
        assertThat(text()).isEqualTo("first");
        assertThat(channel.pipeline().get(Gate.class)).isNull();
        Gate.open(channel);
    }

    @Test
    void it_may_be_opened_while_the_answer_is_being_written() {
        channel.write(bytes("HTTP/1.1 101 Switching Protocols\r\n\r\n")).addListener(handedOver -> Gate.open(channel));
        channel.flush();

        assertThat(text()).startsWith("HTTP/1.1 101");
    }

    @Test
    void any_other_answer_passes() {
        channel.writeAndFlush(bytes("HTTP/1.1 400 Bad Request\r\n\r\n"));

        assertThat(text()).startsWith("HTTP/1.1 400");
        assertThat(channel.pipeline().get(Gate.class)).isNull();
    }

    @Test
    void what_it_holds_is_released_with_the_connection() {
        ByteBuf answer = bytes("HTTP/1.1 101 Switching Protocols\r\n\r\n");
        channel.writeAndFlush(answer);
        channel.close();
        channel.runPendingTasks();

        assertThat(answer.refCnt()).isZero();
    }

    private String text() {
        ByteBuf bytes = channel.readOutbound();
        try {
            return bytes.toString(StandardCharsets.US_ASCII);
        } finally {
            bytes.release();
        }
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }
}
