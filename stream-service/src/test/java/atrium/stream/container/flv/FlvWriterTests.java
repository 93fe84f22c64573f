package atrium.stream.container.flv;

import static atrium.stream.media.MediaFixture.AUDIO;
import static atrium.stream.media.MediaFixture.VIDEO;
import static atrium.stream.media.TrackFixture.AV1;
import static atrium.stream.media.TrackFixture.AV1C;
import static atrium.stream.media.TrackFixture.H265;
import static atrium.stream.media.TrackFixture.HVCC;
import static atrium.stream.media.TrackFixture.MP2;
import static atrium.stream.media.TrackFixture.MPEG1;
import static atrium.stream.media.TrackFixture.OPUS;
import static atrium.stream.media.TrackFixture.OPUS_HEAD;
import static org.assertj.core.api.Assertions.assertThat;

import atrium.stream.codec.amf0.AmfReader;
import atrium.stream.codec.amf0.AmfValue;
import atrium.stream.media.MediaFixture;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FlvWriterTests {

    private static final String PAYLOAD = "00000001ff";
    private static final String AVCC = HexFormat.of().formatHex(MediaFixture.AVCC);
    /** At 0x01234567 milliseconds, with a body of 10 bytes. */
    private static final String VIDEO_10 = "09" + "00000a" + "23456701" + "000000";

    private static final String AUDIO_10 = "08" + "00000a" + "23456701" + "000000";
    private static final String VIDEO_13 = "09" + "00000d" + "23456701" + "000000";
    private static final String SIZE_21 = "00000015";
    private static final String SIZE_24 = "00000018";

    static Stream<Arguments> framesAndBytes() {
        return Stream.of(
                Arguments.of(VIDEO, true, 0, VIDEO_10 + "17" + "01" + "000000" + PAYLOAD + SIZE_21),
                Arguments.of(VIDEO, false, 80, VIDEO_10 + "27" + "01" + "000050" + PAYLOAD + SIZE_21),
                Arguments.of(H265, true, 0, VIDEO_10 + "93" + "68766331" + PAYLOAD + SIZE_21),
                Arguments.of(H265, false, 0, VIDEO_10 + "a3" + "68766331" + PAYLOAD + SIZE_21),
                Arguments.of(H265, true, 80, VIDEO_13 + "91" + "68766331" + "000050" + PAYLOAD + SIZE_24),
                Arguments.of(H265, false, -1, VIDEO_13 + "a1" + "68766331" + "ffffff" + PAYLOAD + SIZE_24),
                Arguments.of(AV1, true, 0, VIDEO_10 + "91" + "61763031" + PAYLOAD + SIZE_21),
                Arguments.of(AV1, false, 0, VIDEO_10 + "a1" + "61763031" + PAYLOAD + SIZE_21),
                Arguments.of(OPUS, true, 0, AUDIO_10 + "91" + "4f707573" + PAYLOAD + SIZE_21),
                Arguments.of(
                        AUDIO, true, 0, "08" + "000007" + "23456701" + "000000" + "af" + "01" + PAYLOAD + "00000012"),
                Arguments.of(MPEG1, true, 0, ""),
                Arguments.of(MP2, true, 0, ""));
    }

    @ParameterizedTest
    @MethodSource("framesAndBytes")
    void frame_thenItsTag(Track track, boolean key, int composition, String tag) {
        long dts = 0x01234567L * MediaFrame.MILLISECOND;
        ByteBuf payload = Unpooled.wrappedBuffer(HexFormat.of().parseHex(PAYLOAD));
        MediaFrame frame = MediaFrame.coded(track, key, dts, dts + composition * MediaFrame.MILLISECOND, payload);

        assertThat(written(frame)).isEqualTo(tag);
        assertThat(payload.readableBytes()).isEqualTo(5);
    }

    static Stream<Arguments> tracksAndSequenceHeaders() {
        return Stream.of(
                Arguments.of(VIDEO, tag("09", "17" + "00" + "000000" + AVCC)),
                Arguments.of(AUDIO, tag("08", "af" + "00" + "1190")),
                Arguments.of(H265, tag("09", "90" + "68766331" + HVCC)),
                Arguments.of(AV1, tag("09", "90" + "61763031" + AV1C)),
                Arguments.of(OPUS, tag("08", "90" + "4f707573" + OPUS_HEAD)),
                Arguments.of(MPEG1, ""),
                Arguments.of(MP2, ""));
    }

    @ParameterizedTest
    @MethodSource("tracksAndSequenceHeaders")
    void configuration_thenItsSequenceHeader(Track track, String tag) {
        assertThat(written(MediaFrame.configuration(track, 0))).isEqualTo(tag);
        assertThat(FlvWriter.carries(track)).isEqualTo(!tag.isEmpty());
    }

    static Stream<Arguments> tracksAndDescriptions() {
        return Stream.of(
                Arguments.of(
                        new Tracks(VIDEO, AUDIO),
                        "05",
                        Map.of("hasVideo", true, "hasAudio", true, "videocodecid", 7.0, "audiocodecid", 10.0)),
                Arguments.of(
                        new Tracks(H265, null),
                        "01",
                        Map.of("hasVideo", true, "hasAudio", false, "videocodecid", 0x68766331 * 1.0, "width", 320.0)),
                Arguments.of(
                        new Tracks(AV1, OPUS),
                        "05",
                        Map.of("videocodecid", 1635135537.0, "audiocodecid", 1332770163.0, "height", 180.0)),
                Arguments.of(new Tracks(MPEG1, MP2), "00", Map.of("hasVideo", false, "hasAudio", false)),
                Arguments.of(
                        new Tracks(MPEG1, OPUS),
                        "04",
                        Map.of("hasVideo", false, "hasAudio", true, "audiosamplerate", 48_000.0, "stereo", true)));
    }

    @ParameterizedTest
    @MethodSource("tracksAndDescriptions")
    void tracks_thenHeaderAndMetadataTellThoseThatAreCarried(Tracks tracks, String flags, Map<String, Object> told) {
        ByteBuf header = Unpooled.buffer();
        FlvWriter.header(header, tracks);
        assertThat(ByteBufUtil.hexDump(header)).isEqualTo("464c5601" + flags + "00000009" + "00000000");

        Map<String, AmfValue> metadata = metadata(tracks);
        told.forEach((name, value) -> assertThat(metadata.get(name)).isEqualTo(amf(value)));
        boolean video = metadata.get("hasVideo").equals(AmfValue.of(true));
        boolean audio = metadata.get("hasAudio").equals(AmfValue.of(true));
        assertThat(metadata.containsKey("videocodecid")).isEqualTo(video);
        assertThat(metadata.containsKey("audiocodecid")).isEqualTo(audio);
    }

    private static Map<String, AmfValue> metadata(Tracks tracks) {
        ByteBuf out = Unpooled.buffer();
        FlvWriter.metadata(out, tracks);
        int length = out.getUnsignedMedium(1);
        assertThat(out.getInt(11 + length)).isEqualTo(11 + length);
        return AmfReader.readAll(out.slice(11, length)).get(1).membersOrNone();
    }

    private static AmfValue amf(Object value) {
        return value instanceof Boolean flag ? AmfValue.of(flag) : AmfValue.of((double) value);
    }

    private static String tag(String type, String body) {
        int length = body.length() / 2;
        return type + "%06x".formatted(length) + "00000000" + "000000" + body + "%08x".formatted(11 + length);
    }

    private static String written(MediaFrame frame) {
        ByteBuf out = Unpooled.buffer();
        FlvWriter.frame(out, frame);
        assertThat(FlvWriter.size(frame)).isEqualTo(out.readableBytes());
        return ByteBufUtil.hexDump(out);
    }
}
