package atrium.stream.pull.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** What a hostile source may send on the two roads that read along. */
class RoadFuzzTests {

    @FuzzTest
    void anyPlaylist_thenNoHttpsIsLeftAndRenamingAgainChangesNothing(byte[] data) {
        String renamed = PlaylistNames.rename(new String(data, ISO_8859_1));

        assertThat(renamed).doesNotContainIgnoringCase("https://");
        assertThat(PlaylistNames.rename(renamed)).isEqualTo(renamed);
    }

    @FuzzTest
    void anyReply_thenPassedOrRefusedButNeverARedirect(byte[] data) {
        EmbeddedChannel channel = new EmbeddedChannel(new RtspReplies(1024, refused -> {})) {
            @Override
            protected SocketAddress remoteAddress0() {
                return isActive() ? new InetSocketAddress("192.0.2.7", 554) : null;
            }
        };
        channel.writeInbound(Unpooled.wrappedBuffer("RTSP/1.0 302 ".getBytes(ISO_8859_1), data));
        StringBuilder passed = new StringBuilder();
        for (ByteBuf part = channel.readInbound(); part != null; part = channel.readInbound()) {
            passed.append(part.toString(ISO_8859_1));
            part.release();
        }
        channel.finishAndReleaseAll();

        assertThat(passed).doesNotContain("RTSP/1.0 302 ");
    }
}
