package atrium.stream.container.flv;

import static atrium.stream.media.MediaFixture.AUDIO;
import static atrium.stream.media.MediaFixture.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.stream.codec.MalformedInputException;
import atrium.stream.media.MediaFixture;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import atrium.stream.media.TrackFixture;
import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlvDemuxerTests {

    private static final String HEADER = "464c5601050000000900000000";
    private static final long LAST_MILLISECOND = 0xffffffffL;

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
    private final List<MediaFrame> frames = new ArrayList<>();
    private final FlvDemuxer demuxer = new FlvDemuxer(allocator, 1024, frames::add);

    @AfterEach
    void nothingLeaks() {
        frames.forEach(MediaFrame::release);
        demuxer.close();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }

    @Test
    void fileInOnePiece_thenItsFrames() {
        demuxer.feed(file());
        assertThatFramesAreThoseOfTheFile();
    }

    @Test
    void fileByteByByte_thenTheSameFrames() {
        ByteBuf file = file();
        while (file.isReadable()) {
            demuxer.feed(file.readSlice(1));
        }
        assertThatFramesAreThoseOfTheFile();
    }

    @Test
    void fileCutAnywhere_thenNoErrorAndNoHalfFrame() {
        ByteBuf file = file();
        demuxer.feed(file.readSlice(file.readableBytes() - 5));
        assertThat(frames).hasSize(3);
    }

    static Stream<Tracks> tracks() {
        return Stream.of(
                new Tracks(VIDEO, AUDIO),
                new Tracks(TrackFixture.H265, TrackFixture.OPUS),
                new Tracks(TrackFixture.AV1, null),
                new Tracks(null, TrackFixture.OPUS));
    }

    @ParameterizedTest
    @MethodSource("tracks")
    void whatIsWrittenOfAnyCodec_isRead(Tracks tracks) {
        ByteBuf out = Unpooled.buffer();
        FlvWriter.header(out, tracks);
        FlvWriter.metadata(out, tracks);
        List<MediaFrame> written = new ArrayList<>();
        tracks.stream().forEach(track -> {
            long later = track instanceof Track.H264 || track instanceof Track.H265 ? 80 * MediaFrame.MILLISECOND : 0;
            written.add(MediaFrame.configuration(track, 0));
            written.add(MediaFrame.coded(track, true, 3600, 3600 + later, Unpooled.wrappedBuffer(new byte[] {1, 2})));
            written.add(MediaFrame.coded(track, true, 7200, 7200, Unpooled.wrappedBuffer(new byte[] {3})));
        });
        written.forEach(frame -> FlvWriter.frame(out, frame));

        while (out.isReadable()) {
            demuxer.feed(out.readSlice(Math.min(7, out.readableBytes())));
        }

        assertThat(frames).isEqualTo(written);
    }

    @Test
    void compositionTime_thenShownLaterThanDecoded() {
        MediaFrame late = MediaFrame.coded(VIDEO, true, 3600, 3600 + 80 * 90, Unpooled.wrappedBuffer(new byte[4]));
        ByteBuf out = Unpooled.buffer();
        FlvWriter.header(out, new Tracks(VIDEO, null));
        FlvWriter.frame(out, MediaFrame.configuration(VIDEO, 0));
        FlvWriter.frame(out, late);

        demuxer.feed(out);

        assertThat(frames.get(1).pts() - frames.get(1).dts()).isEqualTo(80 * 90);
    }

    @Test
    void timestampWraps_thenTimeGoesOn() {
        ByteBuf out = Unpooled.buffer();
        FlvWriter.header(out, new Tracks(null, AUDIO));
        FlvWriter.frame(out, MediaFrame.configuration(AUDIO, LAST_MILLISECOND * MediaFrame.MILLISECOND));
        MediaFrame next = MediaFixture.sound(LAST_MILLISECOND + 20, 4);
        FlvWriter.frame(out, next);
        next.release();

        demuxer.feed(out);

        assertThat(frames.get(1).dts() - frames.get(0).dts()).isEqualTo(20 * MediaFrame.MILLISECOND);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "464c57010500000009", // not FLV
                "464c56010500000000", // header of no length
                HEADER + "09000401" + "00000000000000", // a tag over the limit of 1024
                HEADER + "0900000500000000000000" + "1201000000" + "00000010", // Screen video
                HEADER + "0900000500000000000000" + "1700000000" + "00000010", // empty avcC
                HEADER + "0800000200000000000000" + "2f00" + "0000000d", // MP3
                HEADER + "0900000200000000000000" + "1700" + "0000000d" // a header cut short
            })
    void hostile_thenMalformed(String hex) {
        assertThatThrownBy(
                        () -> demuxer.feed(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex))))
                .isInstanceOf(MalformedInputException.class);
    }

    @Test
    void mediaBeforeItsConfiguration_thenLeftOut() {
        demuxer.feed(Unpooled.wrappedBuffer(
                HexFormat.of().parseHex(HEADER + "0900000600000000000000" + "170100000001" + "00000011")));
        assertThat(frames).isEmpty();
    }

    /** As ffmpeg begins a file whose sound was in MPEG-TS. */
    @Test
    void emptyHeaderOfAac_thenWaitsForTheRealOne() {
        demuxer.feed(Unpooled.wrappedBuffer(HexFormat.of()
                .parseHex(HEADER + "0800000200000000000000" + "af00" + "0000000d" + "0800000400000000000000"
                        + "af001190" + "0000000f")));
        assertThat(frames).hasSize(1);
    }

    private static ByteBuf file() {
        ByteBuf out = Unpooled.buffer();
        FlvWriter.header(out, new Tracks(VIDEO, AUDIO));
        FlvWriter.metadata(out, new Tracks(VIDEO, AUDIO));
        FlvWriter.frame(out, MediaFrame.configuration(VIDEO, 0));
        FlvWriter.frame(out, MediaFrame.configuration(AUDIO, 0));
        MediaFrame key = MediaFixture.picture(true, 40, 300);
        MediaFrame sound = MediaFixture.sound(43, 20);
        FlvWriter.frame(out, key);
        FlvWriter.frame(out, sound);
        key.release();
        sound.release();
        return out;
    }

    private void assertThatFramesAreThoseOfTheFile() {
        assertThat(frames).hasSize(4);
        assertThat(frames).extracting(MediaFrame::isConfiguration).containsExactly(true, true, false, false);
        assertThat(frames).extracting(MediaFrame::track).containsExactly(VIDEO, AUDIO, VIDEO, AUDIO);
        assertThat(frames.get(2).isKeyPicture()).isTrue();
        assertThat(frames.get(2).dts()).isEqualTo(40 * MediaFrame.MILLISECOND);
        assertThat(ByteBufUtil.getBytes(frames.get(2).payload())).hasSize(300);
        assertThat(frames.get(3).dts()).isEqualTo(43 * MediaFrame.MILLISECOND);
    }
}
