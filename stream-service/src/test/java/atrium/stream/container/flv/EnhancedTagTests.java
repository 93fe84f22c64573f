package atrium.stream.container.flv;

import static atrium.stream.media.MediaFixture.AUDIO;
import static atrium.stream.media.MediaFixture.VIDEO;
import static atrium.stream.media.TrackFixture.AV1;
import static atrium.stream.media.TrackFixture.AV1C;
import static atrium.stream.media.TrackFixture.H265;
import static atrium.stream.media.TrackFixture.HVCC;
import static atrium.stream.media.TrackFixture.OPUS;
import static atrium.stream.media.TrackFixture.OPUS_HEAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.stream.codec.MalformedInputException;
import atrium.stream.media.MediaFixture;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies of tags of Enhanced RTMP v1 and v2, and what is read from them. */
class EnhancedTagTests {

    private static final String HVC1 = "68766331";
    private static final String AV01 = "61763031";
    private static final String AVC1 = "61766331";
    private static final String MP4A = "6d703461";
    private static final String OPUS_4CC = "4f707573";
    private static final String VP09 = "76703039";
    private static final String AC_3 = "61632d33";
    private static final String AVCC = HexFormat.of().formatHex(MediaFixture.AVCC);
    private static final String PAYLOAD = "0000000126";

    private final FlvFrames frames = new FlvFrames();

    static Stream<Arguments> sequenceStarts() {
        return Stream.of(
                Arguments.of(FlvTagType.VIDEO, "90" + HVC1 + HVCC, H265),
                Arguments.of(FlvTagType.VIDEO, "90" + AV01 + AV1C, AV1),
                Arguments.of(FlvTagType.VIDEO, "90" + AVC1 + AVCC, VIDEO),
                Arguments.of(FlvTagType.AUDIO, "90" + OPUS_4CC + OPUS_HEAD, OPUS),
                Arguments.of(FlvTagType.AUDIO, "90" + MP4A + "1190", AUDIO),
                Arguments.of(FlvTagType.VIDEO, "1c" + "00" + "000000" + HVCC, H265), // as older encoders did
                // one track; many, of which it is the second; many with codecs of their own
                Arguments.of(FlvTagType.VIDEO, "96" + "00" + HVC1 + "00" + HVCC, H265),
                Arguments.of(
                        FlvTagType.VIDEO, "96" + "10" + AV01 + "01000002ffff" + "00000011" + AV1C + "02000000", AV1),
                Arguments.of(
                        FlvTagType.AUDIO, "95" + "20" + AC_3 + "05000001ff" + OPUS_4CC + "00000013" + OPUS_HEAD, OPUS),
                // modifiers: nanoseconds; one of 256 bytes, then one of 1
                Arguments.of(FlvTagType.VIDEO, "97" + "02" + "0000ff" + "00" + HVC1 + HVCC, H265),
                Arguments.of(
                        FlvTagType.AUDIO,
                        "97" + "ff" + "00ff" + "00".repeat(256) + "17" + "00" + "00" + "00" + OPUS_4CC + OPUS_HEAD,
                        OPUS),
                Arguments.of(FlvTagType.VIDEO, "97" + "02" + "0000ff" + "06" + "00" + HVC1 + "00" + HVCC, H265));
    }

    @ParameterizedTest
    @MethodSource("sequenceStarts")
    void sequenceStart_thenTrack(int type, String body, Track track) {
        MediaFrame frame = read(type, body).orElseThrow();

        assertThat(frame.isConfiguration()).isTrue();
        assertThat(frame.track()).isEqualTo(track);
    }

    @ParameterizedTest
    @CsvSource({
        "9, 90" + HVC1,
        "9, 96" + "00" + HVC1 + "00",
        "9, 96" + "11" + HVC1 + "01000001",
        "9, 96" + "21" + HVC1 + "01000001",
        "9, 97" + "02" + "0000ff" + "07" + "00" + "ff" + "01" + HVC1 + "0000",
        "8, 90" + OPUS_4CC,
        "8, 95" + "00" + OPUS_4CC + "00"
    })
    void cutInItsHeader_thenMalformed(int type, String header) {
        for (int end = 2; end <= header.length(); end += 2) {
            String cut = header.substring(0, end);
            assertThatThrownBy(() -> read(type, cut)).isInstanceOf(MalformedInputException.class);
        }
    }

    static Stream<Arguments> codedFrames() {
        return Stream.of(
                Arguments.of(H265, "91" + HVC1 + "000050" + PAYLOAD, true, 80),
                Arguments.of(H265, "a1" + HVC1 + "ffffff" + PAYLOAD, false, -1),
                Arguments.of(H265, "93" + HVC1 + PAYLOAD, true, 0),
                Arguments.of(H265, "a3" + HVC1 + PAYLOAD, false, 0),
                Arguments.of(H265, "1c" + "01" + "000050" + PAYLOAD, true, 80),
                Arguments.of(H265, "2c" + "01" + "000000" + PAYLOAD, false, 0),
                Arguments.of(H265, "a6" + "01" + HVC1 + "00" + "000028" + PAYLOAD, false, 40),
                Arguments.of(H265, "97" + "00" + "ee" + "03" + HVC1 + PAYLOAD, true, 0),
                Arguments.of(VIDEO, "91" + AVC1 + "000050" + PAYLOAD, true, 80),
                Arguments.of(VIDEO, "a3" + AVC1 + PAYLOAD, false, 0),
                Arguments.of(AV1, "91" + AV01 + PAYLOAD, true, 0),
                Arguments.of(AV1, "a1" + AV01 + PAYLOAD, false, 0),
                Arguments.of(AV1, "a3" + AV01 + PAYLOAD, false, 0),
                Arguments.of(AV1, "96" + "11" + AV01 + "01000000" + "00000005" + PAYLOAD + "02000001ff", true, 0),
                Arguments.of(OPUS, "91" + OPUS_4CC + PAYLOAD, true, 0),
                Arguments.of(OPUS, "95" + "01" + OPUS_4CC + "00" + PAYLOAD, true, 0),
                Arguments.of(AUDIO, "91" + MP4A + PAYLOAD, true, 0));
    }

    @ParameterizedTest
    @MethodSource("codedFrames")
    void codedFrame_thenKeyTimeAndPayload(Track track, String body, boolean key, int composition) {
        begin(track);

        MediaFrame frame = read(type(track), body).orElseThrow();

        assertThat(frame.isConfiguration()).isFalse();
        assertThat(frame.track()).isEqualTo(track);
        assertThat(frame.key()).isEqualTo(key);
        assertThat(frame.pts() - frame.dts()).isEqualTo(composition * MediaFrame.MILLISECOND);
        assertThat(ByteBufUtil.hexDump(frame.payload())).isEqualTo(PAYLOAD);
    }

    @ParameterizedTest
    @MethodSource("codedFrames")
    void codedFrameAheadOfItsConfiguration_thenLeftOut(Track track, String body, boolean key, int composition) {
        assertThat(read(type(track), body)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "9, 92" + HVC1, // end of sequence
        "9, 94" + HVC1 + "020009636f6c6f72496e666f", // metadata
        "9, d4" + HVC1 + "020009636f6c6f72496e666f", // metadata, whose frame type means nothing
        "9, 95" + AV01 + "ffff", // a descriptor of MPEG-TS
        "9, d0" + "00", // a command
        "9, 5c" + "00", // a command, legacy
        "9, 91" + HVC1 + "000000", // no picture
        "9, 96" + "01" + HVC1 + "01" + PAYLOAD, // another track
        "9, 96" + "21" + VP09 + "0100000100" + AC_3 + "0200000100", // other tracks, of any codec
        "9, 1c" + "02" + "000000", // end of sequence, legacy
        "8, 92" + OPUS_4CC,
        "8, 94" + OPUS_4CC + "010200000003", // order of channels
        "8, 90" + OPUS_4CC + "4f7075735461677300000000", // comments
        "8, 91" + MP4A + PAYLOAD // of a codec that the track hasn't
    })
    void noMedia_thenNothing(int type, String body) {
        begin(H265);
        begin(OPUS);
        assertThat(read(type, body)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "9, 90" + VP09 + "00, 'video codec: vp09 (expected: avc1, hvc1, av01)'",
        "9, 91" + VP09 + "00, 'video codec: vp09 (expected: avc1, hvc1, av01)'",
        "9, 90" + "0a417fff" + "00, 'video codec: ?A?? (expected: avc1, hvc1, av01)'",
        "9, 90" + OPUS_4CC + OPUS_HEAD + ", 'video codec: Opus (expected: avc1, hvc1, av01)'",
        "9, 1200, 'video codec: 2 (expected: 7, H.264, or enhanced avc1, hvc1, av01)'",
        "8, 90" + AC_3 + "00, 'audio codec: ac-3 (expected: mp4a, Opus)'",
        "8, 2f00, 'audio codec: 2 (expected: 10, AAC, or enhanced mp4a, Opus)'",
        "9, 98" + HVC1 + "00, VideoPacketType: 8 is reserved",
        "9, 96" + "06" + HVC1 + "00" + "00, VideoPacketType: 6 is reserved", // tracks in tracks
        "9, 96" + "07" + HVC1 + "00" + "00, VideoPacketType: 7 is reserved", // modifiers in tracks
        "9, 96" + "31" + HVC1 + "00, AvMultitrackType: 3 (expected: at most 2)",
        "9, 96" + "11" + HVC1 + "00" + "000006" + PAYLOAD + ", media header: 5 bytes more (expected: 6)",
        "9, 97" + "ff" + "ffff" + "00, media header: 1 bytes more (expected: 65537)",
        "8, 93" + OPUS_4CC + "00, AudioPacketType: 3 is reserved",
        "9, 91" + HVC1 + "0000, media header: 2 bytes more (expected: 3)",
        "9, 90" + HVC1 + ", 'hvcC: 0 bytes, version none (expected: 23 or more, version 1)'"
    })
    void hostile_thenMalformedAndToldWhy(int type, String body, String message) {
        assertThatThrownBy(() -> read(type, body))
                .isInstanceOf(MalformedInputException.class)
                .hasMessage(message);
    }

    @Test
    void codecChanges_thenFramesOfTheOldOneAreLeftOut() {
        begin(H265);
        begin(AV1);
        assertThat(read(FlvTagType.VIDEO, "93" + HVC1 + PAYLOAD)).isEmpty();
        assertThat(read(FlvTagType.VIDEO, "91" + AV01 + PAYLOAD)).isPresent();
    }

    private void begin(Track track) {
        ByteBuf tag = Unpooled.buffer();
        FlvWriter.frame(tag, MediaFrame.configuration(track, 0));
        assertThat(frames.read(type(track), 0, tag.slice(11, tag.readableBytes() - 15)))
                .isPresent();
    }

    private Optional<MediaFrame> read(int type, String hex) {
        return frames.read(type, 0, Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)));
    }

    private static int type(Track track) {
        return track.medium() == Track.Medium.VIDEO ? FlvTagType.VIDEO : FlvTagType.AUDIO;
    }
}
