package atrium.stream.egress.mpegts;

import static atrium.stream.media.MediaFixture.AUDIO;
import static atrium.stream.media.MediaFixture.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import atrium.stream.codec.aac.AudioSpecificConfig;
import atrium.stream.live.PackageWriter;
import atrium.stream.media.MediaFixture;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MpegtsPackagingTests {

    private static final int PACKET = 188;

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private final PackageWriter writer = MpegtsPackaging.MPEG_TS.open(allocator);

    @AfterEach
    void nothingLeaks() {
        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }

    @Test
    void head_thenTablesTheSameForEveryViewer() {
        ByteBuf first = writer.head(new Tracks(VIDEO, AUDIO), 0);
        ByteBuf second = writer.head(new Tracks(VIDEO, AUDIO), 3600);

        assertThat(first.readableBytes()).isEqualTo(2 * PACKET);
        assertThat(second).isEqualTo(first);
        first.release();
        second.release();
    }

    @Test
    void sound_thenWholePackets() {
        writer.head(new Tracks(VIDEO, AUDIO), 0).release();
        MediaFrame frame = MediaFixture.sound(20, 341);

        ByteBuf out = writer.frame(frame);

        assertThat(out.readableBytes()).isEqualTo(2 * PACKET);
        assertThat(frame.payload().readableBytes()).isEqualTo(341);
        out.release();
        frame.release();
    }

    @Test
    void change_thenTables() {
        ByteBuf out = writer.change(new Tracks(null, AUDIO), 0);

        assertThat(out.readableBytes()).isEqualTo(2 * PACKET);
        out.release();
    }

    @Test
    void whatIsNotCarried_thenEmpty() {
        Track.Aac surround = new Track.Aac(AudioSpecificConfig.parse(new byte[] {0x11, (byte) 0x80})); // 0 channels
        MediaFrame frame = MediaFixture.picture(true, 0, 20); // of no NAL unit

        assertThat(writer.head(Tracks.NONE, 0).isReadable()).isFalse();
        assertThat(writer.head(new Tracks(null, surround), 0).isReadable()).isFalse();
        assertThat(writer.change(Tracks.NONE, 0).isReadable()).isFalse();
        assertThat(writer.frame(frame).isReadable()).isFalse();
        frame.release();
    }
}
