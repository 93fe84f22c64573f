package atrium.stream.pull.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtspRepliesTests {

    private static final String OPTIONS = "RTSP/1.0 200 OK\r\nCSeq: 1\r\nPublic: DESCRIBE\r\n\r\n";
    private static final String DESCRIBE = "RTSP/1.0 200 OK\r\nCSeq: 2\r\nContent-Length: 5\r\n\r\nv=0\r\n";
    private static final String FRAME = "$\0\0\4RTSP";

    private final List<String> refused = new ArrayList<>();
    private final EmbeddedChannel channel =
            new EmbeddedChannel(new RtspReplies(1024, e -> refused.add(e.getMessage()))) {
                @Override
                protected SocketAddress remoteAddress0() {
                    return isActive() ? new InetSocketAddress("192.0.2.7", 554) : null;
                }
            };

    @Test
    void repliesAndFrames_passUnchanged() {
        String all = OPTIONS + DESCRIBE + FRAME + OPTIONS + FRAME;

        assertThat(passed(all, all.length())).isEqualTo(all);
        assertThat(refused).isEmpty();
    }

    @Test
    void oneByteAtATime_passesTheSame() {
        String all = OPTIONS + DESCRIBE + FRAME + "\r\n" + OPTIONS;

        assertThat(passed(all, 1)).isEqualTo(all);
    }

    @Test
    void aRequestOfTheCamera_passes() {
        String request = "SET_PARAMETER rtsp://127.0.0.1/x RTSP/1.0\r\nCSeq: 1\r\n\r\n";

        assertThat(passed(request, 7)).isEqualTo(request);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RTSP/1.0 302 Moved\r\nLocation: rtsp://169.254.169.254/\r\n\r\n",
                "RTSP/1.0 301\r\nLocation: rtsp://x/\r\n\r\n",
                "RTSP/1.0  305 Use Proxy\r\n\r\n"
            })
    void aRedirect_endsTheConnectionUnseen(String redirect) {
        assertThat(passed(OPTIONS + redirect, 3)).isEqualTo(OPTIONS);
        assertThat(refused).singleElement().asString().startsWith("the source redirects");
        assertThat(channel.isActive()).isFalse();
    }

    /** A redirect hidden where the two readers could disagree about the beginning of a message. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 302 Found\r\n\r\n",
                "RTSP/1.0 999 x\r\n\r\n",
                "RTSP/1.0 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
                "RTSP/1.0 200 OK\r\nContent-Length: -1\r\n\r\n",
                "RTSP/1.0 200 OK\r\nContent-Length: 0x10\r\n\r\n",
                "RTSP/1.0 200 OK\r\nContent-Length: 999999999\r\n\r\n",
                "RTSP/1.0 200 OK\r\nX: a\rRTSP/1.0 302 x\r\n\r\n",
                "RTSP/1.0 200 OK\r\n$\0\0\5x\r\n\r\n"
            })
    void whatCanBeReadInTwoWays_isRefused(String hostile) {
        assertThat(passed(hostile, hostile.length())).isEmpty();
        assertThat(refused).hasSize(1);
    }

    @Test
    void aHeadWithoutEnd_isRefused() {
        passed("RTSP/1.0 200 OK\r\n" + "X: y\r\n".repeat(300), 100);

        assertThat(refused).singleElement().asString().contains("more than 1024 bytes");
    }

    @Test
    void theSourceOfUdp_isTheCameraItself() {
        String reply = "RTSP/1.0 200 OK\r\nTransport: RTP/AVP/UDP;unicast;client_port=5000-5001;source=169.254.169.254;"
                + "server_port=6000-6001\r\n\r\n";

        assertThat(passed(reply, 11))
                .contains(";server_port=6000-6001;source=192.0.2.7\r\n")
                .doesNotContain("169.254");
    }

    private String passed(String text, int piece) {
        ByteBuf bytes = Unpooled.copiedBuffer(text, ISO_8859_1);
        while (bytes.isReadable() && channel.isActive()) {
            channel.writeInbound(bytes.readRetainedSlice(Math.min(piece, bytes.readableBytes())));
        }
        bytes.release();
        StringBuilder passed = new StringBuilder();
        for (ByteBuf out = channel.readInbound(); out != null; out = channel.readInbound()) {
            passed.append(out.toString(ISO_8859_1));
            out.release();
        }
        return passed.toString();
    }
}
