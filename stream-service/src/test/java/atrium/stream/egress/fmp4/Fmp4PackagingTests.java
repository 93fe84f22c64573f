package atrium.stream.egress.fmp4;

import static atrium.stream.media.MediaFixture.AUDIO;
import static atrium.stream.media.MediaFixture.OTHER_VIDEO;
import static atrium.stream.media.MediaFixture.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import atrium.stream.container.fmp4.Mp4Boxes;
import atrium.stream.live.PackageWriter;
import atrium.stream.media.MediaFixture;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;

class Fmp4PackagingTests {

    private final PackageWriter writer = Fmp4Packaging.FMP4.open(UnpooledByteBufAllocator.DEFAULT);

    @Test
    void head_thenInitializationSegmentAndItsType() {
        assertThat(writer.contentType()).isNull();
        ByteBuf head = writer.head(new Tracks(VIDEO, AUDIO), 0);
        assertThat(Mp4Boxes.types(head)).containsExactly("ftyp", "moov");
        assertThat(writer.contentType()).isEqualTo("video/mp4; codecs=\"avc1.64001f,mp4a.40.2\"");
        head.release();
    }

    @Test
    void change_thenAnotherInitializationSegment() {
        writer.head(new Tracks(VIDEO, AUDIO), 0).release();
        ByteBuf change = writer.change(new Tracks(OTHER_VIDEO, null), 3600);
        assertThat(ByteBufUtil.getBytes(
                        Mp4Boxes.find(change, "moov", "trak", "mdia", "minf", "stbl", "stsd", "avc1", "avcC")))
                .isEqualTo(OTHER_VIDEO.configuration());
        assertThat(writer.contentType()).isEqualTo("video/mp4; codecs=\"avc1.640028\"");
        change.release();
    }

    @Test
    void frame_thenAFragmentOfItThatFitsItsBuffer() {
        for (MediaFrame frame : new MediaFrame[] {MediaFixture.picture(true, 40, 100), MediaFixture.sound(40, 100)}) {
            ByteBuf fragment = writer.frame(frame);
            assertThat(Mp4Boxes.fragment(fragment)).hasSize(1);
            assertThat(fragment.capacity()).isEqualTo(112 + 100);
            assertThat(frame.payload().readableBytes()).isEqualTo(100);
            fragment.release();
            frame.release();
        }
    }

    @Test
    void trackThatIsNotCarried_thenEmpty() {
        MediaFrame frame = MediaFrame.coded(new Track.Mp2(44_100, 2), true, 0, 0, Unpooled.wrappedBuffer(new byte[4]));
        assertThat(writer.frame(frame)).isSameAs(Unpooled.EMPTY_BUFFER);
    }
}
