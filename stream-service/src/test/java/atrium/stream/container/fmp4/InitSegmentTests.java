package atrium.stream.container.fmp4;

import static atrium.stream.media.MediaFixture.ASC;
import static atrium.stream.media.MediaFixture.AUDIO;
import static atrium.stream.media.MediaFixture.AVCC;
import static atrium.stream.media.MediaFixture.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import atrium.stream.codec.aac.AudioSpecificConfig;
import atrium.stream.codec.av1.Av1Config;
import atrium.stream.codec.h265.HevcConfig;
import atrium.stream.codec.opus.OpusConfig;
import atrium.stream.media.Track;
import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class InitSegmentTests {

    private static final Track.Mpeg1 MPEG1 = new Track.Mpeg1(320, 180);
    private static final Track.Mp2 MP2 = new Track.Mp2(44_100, 2);
    private static final String HVCC = "0101600000009000000000003cf000fcfdf8f800000f03"
            + ("a000010018" + "40010c01ffff01600000030090000003000003003c959409")
            + ("a10001002b" + "42010101600000030090000003000003003ca00a080b9f796565924caf016808000003000800000300c840")
            + ("a200010007" + "4401c172b46240");
    private static final String AV1C = "81000c000a0b000000043cfeccdaf90040";
    /** Two channels, 312 samples to skip, 48 kHz, no gain, no mapping. */
    private static final String OPUS_HEAD = "4f7075734865616401023801" + "80bb0000" + "0000" + "00";

    private static final String OPUS_SURROUND =
            "4f7075734865616401063801" + "80bb0000" + "0001" + "01040200040102" + "0305";

    @Test
    void pictureAndSound_thenTheirCodecsInTheMimeType() {
        assertThat(InitSegment.mimeType(new Tracks(VIDEO, AUDIO)))
                .isEqualTo("video/mp4; codecs=\"avc1.64001f,mp4a.40.2\"");
        assertThat(InitSegment.mimeType(new Tracks(VIDEO, null))).isEqualTo("video/mp4; codecs=\"avc1.64001f\"");
        assertThat(InitSegment.mimeType(new Tracks(null, AUDIO))).isEqualTo("audio/mp4; codecs=\"mp4a.40.2\"");
        assertThat(InitSegment.mimeType(new Tracks(null, opus(OPUS_HEAD)))).isEqualTo("audio/mp4; codecs=\"opus\"");
    }

    @Test
    void trackThatBrowsersDoNotKnow_thenLeftOut() {
        assertThat(InitSegment.mimeType(new Tracks(VIDEO, MP2))).isEqualTo("video/mp4; codecs=\"avc1.64001f\"");
        assertThat(InitSegment.mimeType(new Tracks(MPEG1, AUDIO))).isEqualTo("audio/mp4; codecs=\"mp4a.40.2\"");
        assertThat(InitSegment.mimeType(new Tracks(MPEG1, MP2))).isEqualTo("video/mp4");
        assertThat(write(MPEG1, AUDIO)).isEqualTo(write(null, AUDIO));
    }

    @Test
    void pictureAndSound_thenBoxesOfBoth() {
        ByteBuf file = write(VIDEO, AUDIO);
        assertThat(Mp4Boxes.types(file)).containsExactly("ftyp", "moov");
        List<Mp4Boxes.Box> moov = Mp4Boxes.read(Mp4Boxes.find(file, "moov"));
        assertThat(moov).extracting(Mp4Boxes.Box::type).containsExactly("mvhd", "trak", "trak", "mvex");
        assertThat(Mp4Boxes.find(file, "moov", "mvhd").readableBytes()).isEqualTo(100);
        assertThat(Mp4Boxes.find(file, "moov", "mvhd").getInt(96)).isEqualTo(3);
        assertTrack(moov.get(1).content(), 1, 90_000, "vide", "vmhd");
        assertTrack(moov.get(2).content(), 2, 48_000, "soun", "smhd");
        assertThat(Mp4Boxes.read(moov.get(3).content()))
                .extracting(Mp4Boxes.Box::hex)
                .containsExactly(
                        "00000000" + "00000001" + "00000001" + "00000000" + "00000000" + "01010000",
                        "00000000" + "00000002" + "00000001" + "00000000" + "00000000" + "02000000");
    }

    @Test
    void h264_thenSizeAndDecoderConfiguration() {
        ByteBuf trak = Mp4Boxes.find(write(VIDEO, null), "moov", "trak");
        ByteBuf tkhd = Mp4Boxes.find(trak, "tkhd");
        assertThat(tkhd.getInt(76) >>> 16).isEqualTo(VIDEO.width());
        assertThat(tkhd.getInt(80) >>> 16).isEqualTo(VIDEO.height());
        ByteBuf stsd = Mp4Boxes.find(trak, "mdia", "minf", "stbl", "stsd");
        assertThat(Mp4Boxes.read(stsd).getFirst().content().getUnsignedShort(24))
                .isEqualTo(VIDEO.width());
        assertThat(Mp4Boxes.read(stsd).getFirst().content().getUnsignedShort(26))
                .isEqualTo(VIDEO.height());
        assertThat(ByteBufUtil.getBytes(Mp4Boxes.find(stsd, "avc1", "avcC"))).isEqualTo(AVCC);
    }

    @Test
    void h265AndAv1_thenTheirDecoderConfigurations() {
        Track.H265 h265 = new Track.H265(HevcConfig.parse(HexFormat.of().parseHex(HVCC)));
        Track.Av1 av1 = new Track.Av1(Av1Config.parse(HexFormat.of().parseHex(AV1C)));
        assertThat(ByteBufUtil.hexDump(sampleEntry(write(h265, null), "hvc1", "hvcC")))
                .isEqualTo(HVCC);
        assertThat(ByteBufUtil.hexDump(sampleEntry(write(av1, null), "av01", "av1C")))
                .isEqualTo(AV1C);
    }

    @Test
    void aac_thenDescriptorsAroundItsConfiguration() {
        assertThat(ByteBufUtil.hexDump(sampleEntry(write(null, AUDIO), "mp4a", "esds")))
                .isEqualTo("00000000"
                        + ("0380808022" + "0000" + "00")
                        + ("0480808014" + "40" + "15" + "000000" + "00000000" + "00000000")
                        + ("0580808002" + HexFormat.of().formatHex(ASC))
                        + ("0680808001" + "02"));
    }

    @Test
    void opus_thenItsHeadInNetworkOrder() {
        assertThat(ByteBufUtil.hexDump(sampleEntry(write(null, opus(OPUS_HEAD)), "Opus", "dOps")))
                .isEqualTo("00" + "02" + "0138" + "0000bb80" + "0000" + "00");
        assertThat(ByteBufUtil.hexDump(sampleEntry(write(null, opus(OPUS_SURROUND)), "Opus", "dOps")))
                .isEqualTo("00" + "06" + "0138" + "0000bb80" + "0100" + "01" + "0402" + "000401020305");
    }

    @Test
    void rateBeyondSixteenBits_thenInTheTimescaleAlone() {
        Track.Aac hires = new Track.Aac(AudioSpecificConfig.parse(new byte[] {0x10, 0x10}));
        ByteBuf trak = Mp4Boxes.find(write(null, hires), "moov", "trak");
        ByteBuf stsd = Mp4Boxes.find(trak, "mdia", "minf", "stbl", "stsd");
        assertThat(Mp4Boxes.find(trak, "mdia", "mdhd").getInt(12)).isEqualTo(96_000);
        assertThat(Mp4Boxes.read(stsd).getFirst().content().getInt(24)).isZero();
    }

    private static void assertTrack(ByteBuf trak, int id, int timescale, String handler, String header) {
        assertThat(Mp4Boxes.find(trak, "tkhd").readableBytes()).isEqualTo(84);
        assertThat(Mp4Boxes.find(trak, "tkhd").getInt(12)).isEqualTo(id);
        assertThat(Mp4Boxes.find(trak, "mdia", "mdhd").getInt(12)).isEqualTo(timescale);
        assertThat(Mp4Boxes.find(trak, "mdia", "hdlr").toString(8, 4, StandardCharsets.US_ASCII))
                .isEqualTo(handler);
        assertThat(Mp4Boxes.types(Mp4Boxes.find(trak, "mdia", "minf"))).containsExactly(header, "dinf", "stbl");
        assertThat(Mp4Boxes.types(Mp4Boxes.find(trak, "mdia", "minf", "stbl")))
                .containsExactly("stsd", "stts", "stsc", "stsz", "stco");
    }

    private static ByteBuf sampleEntry(ByteBuf file, String type, String configuration) {
        return Mp4Boxes.find(file, "moov", "trak", "mdia", "minf", "stbl", "stsd", type, configuration);
    }

    private static Track.Opus opus(String head) {
        return new Track.Opus(OpusConfig.parse(HexFormat.of().parseHex(head)));
    }

    private static ByteBuf write(Track.Video video, Track.Audio audio) {
        ByteBuf out = Unpooled.buffer();
        InitSegment.write(out, new Tracks(video, audio));
        return out;
    }
}
