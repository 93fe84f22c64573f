package atrium.stream.container.mpegts;

import static atrium.stream.media.MediaFixture.AUDIO;
import static atrium.stream.media.MediaFixture.OTHER_VIDEO;
import static atrium.stream.media.MediaFixture.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import atrium.stream.codec.aac.AudioSpecificConfig;
import atrium.stream.codec.h264.AvcConfig;
import atrium.stream.media.MediaFixture;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import atrium.stream.media.TrackFixture;
import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TsWriterTests {

    private static final Tracks BOTH = new Tracks(VIDEO, AUDIO);

    private final TsWriter writer = new TsWriter();
    private final ByteBuf out = Unpooled.buffer();

    /** Both as ffmpeg writes them for the same streams, with their CRC. */
    @Test
    void tables_thenOnePacketEach() {
        writer.tables(out, BOTH);

        assertThat(packets())
                .containsExactly(
                        filled("4740001f" + "00" + "00b00d0001c100000001f0002ab104b2"),
                        filled("4750001f" + "00" + "02b0170001c10000e100f0001be100f0000fe101f0002f44b99b"));
    }

    @Test
    void tablesOfOpus_thenDescribedByItsRegistration() {
        writer.tables(out, new Tracks(null, TrackFixture.OPUS));

        assertThat(packets().get(1)).contains("e101f00006e101f00a05044f7075737f028002");
    }

    @Test
    void tablesOfWhatIsNotCarried_thenNothing() {
        writer.tables(out, new Tracks(TrackFixture.AV1, null));
        writer.tables(out, Tracks.NONE);

        assertThat(out.isReadable()).isFalse();
    }

    /** PCR 0; PTS 36000, which is the lead; delimiter, parameter sets, slice. */
    @Test
    void keyPicture_thenTablesAndPesPacketWithClock() {
        writer.frame(out, TsFixture.picture(true, 0, 2));

        String sps = ByteBufUtil.hexDump(VIDEO.config().parameterSets().get(0));
        String pps = ByteBufUtil.hexDump(VIDEO.config().parameterSets().get(1));
        String pes = "000001e00000" + "848005" + "2100031941" + "0000000109f0" + "00000001" + sps + "00000001" + pps
                + "00000001" + "65aa";
        int stuffing = 184 - 8 - pes.length() / 2;
        assertThat(packets()).hasSize(3);
        assertThat(packets().get(2))
                .isEqualTo("47410030" + "%02x".formatted(7 + stuffing) + "50" + "000000007e00" + "ff".repeat(stuffing)
                        + pes);
    }

    @Test
    void soundBesidePictures_thenAdtsWithoutClock() {
        writer.tables(out, BOTH);
        out.clear();
        writer.frame(out, TsFixture.sound(90_000, 10));

        // 48 kHz, stereo, 17 bytes
        String pes = "000001c00019" + "848005" + "210007d861" + "fff14c80023ffc" + "aa".repeat(10);
        int stuffing = 184 - pes.length() / 2;
        assertThat(packets())
                .containsExactly("47410130" + "%02x".formatted(stuffing - 1) + "00" + "ff".repeat(stuffing - 2) + pes);
    }

    @Test
    void opus_thenControlHeader() {
        writer.tables(out, new Tracks(VIDEO, TrackFixture.OPUS));
        out.clear();
        writer.frame(out, TsFixture.sound(TrackFixture.OPUS, 0, 300));

        assertThat(String.join("", packets()))
                .contains("000001bd" + "%04x".formatted(8 + 4 + 300))
                .contains("7fe0ff2daaaa");
    }

    @Test
    void reorderedPicture_thenBothTimes() {
        writer.frame(out, TsFixture.picture(true, 0, 7200, 2));

        assertThat(packets().getLast()).contains("84c00a" + "3100035181" + "1100031941");
    }

    /** The last frame before 2^33 and the first after it. */
    @Test
    void timeWraps_thenItsLower33Bits() {
        long last = (1L << 33) - 3600;
        writer.frame(out, TsFixture.picture(true, last - TsWriter.LEAD, 2));
        writer.frame(out, TsFixture.picture(false, last - TsWriter.LEAD + 3600, 2));
        writer.frame(out, TsFixture.picture(false, last + 3600, 2));

        List<String> packets = packets();
        assertThat(packets.get(2)).contains("848005" + "2fffffe3e1");
        assertThat(packets.get(3)).contains("848005" + "2100010001");
        assertThat(packets.get(4)).contains("000000007e00").contains("848005" + "2100031941");
    }

    @Test
    void anySize_thenWholePacketsWithCountersInOrder() {
        int counter = 0;
        for (int bytes = 1; bytes < 800; bytes++) {
            out.clear();
            writer.frame(out, TsFixture.picture(false, bytes * 3600L, bytes));
            assertThat(out.readableBytes()).isLessThanOrEqualTo(TsWriter.capacity(TsFixture.picture(false, 0, bytes)));
            for (String packet : packets()) {
                if (packet.startsWith("100", 3)) {
                    assertThat(HexFormat.fromHexDigits(packet, 7, 8)).isEqualTo(counter & 0xf);
                    counter++;
                }
            }
        }
    }

    @Test
    void tablesForANewViewer_thenCountersOfTheOthersGoOn() {
        writer.frame(out, TsFixture.picture(true, 0, 2));
        writer.tables(out, BOTH);
        out.clear();
        writer.frame(out, TsFixture.picture(true, 3600, 2));

        assertThat(packets().getFirst()).startsWith("47400011");
    }

    @Test
    void keyPictures_thenTablesBeforeEachAndNotBeforeOthers() {
        writer.tables(out, BOTH);
        out.clear();
        writer.frame(out, TsFixture.picture(true, 0, 2));
        writer.frame(out, TsFixture.picture(false, 3600, 2));
        writer.frame(out, TsFixture.sound(90_000, 2));
        writer.frame(out, TsFixture.picture(true, 180_000, 2));

        assertThat(pids()).containsExactly(0, 0x1000, 0x100, 0x100, 0x101, 0, 0x1000, 0x100);
    }

    @Test
    void soundAlone_thenTablesEachHalfSecondAndClockInEachFrame() {
        for (int i = 0; i < 100; i++) {
            writer.frame(out, TsFixture.sound(i * 1920L, 100));
        }

        assertThat(pids().stream().filter(pid -> pid == 0x1000)).hasSize(5);
        assertThat(packets().get(1)).contains("e101f0000fe101");
        assertThat(packets().stream().filter(packet -> packet.startsWith("474101")))
                .hasSize(100)
                .allMatch(packet -> packet.startsWith("50", 10));
    }

    @Test
    void configurationThatIsNew_thenNewVersionOfTheMap() {
        writer.tables(out, BOTH);
        out.clear();
        writer.frame(out, MediaFrame.configuration(VIDEO, 0));
        assertThat(out.isReadable()).isFalse();

        writer.frame(out, MediaFrame.configuration(OTHER_VIDEO, 0));

        assertThat(pids()).containsExactly(0, 0x1000);
        assertThat(packets().get(1)).startsWith("47500010" + "00" + "02b0170001c3");
    }

    @Test
    void frameOfATrackWhoseConfigurationWasNotSeen_thenTablesBeforeIt() {
        writer.tables(out, BOTH);
        out.clear();
        writer.frame(out, TsFixture.layer2(0));

        assertThat(packets().get(1))
                .startsWith("47500010" + "00" + "02b0170001c3")
                .contains("03e101f000");
    }

    @Test
    void change_thenOnlyTheTracksThatAreLeft() {
        writer.tables(out, BOTH);
        out.clear();
        writer.change(out, new Tracks(null, AUDIO), 0);

        assertThat(packets().get(1)).startsWith("47500010" + "00" + "02b0120001c30000e101f0000fe101f000");
    }

    @Test
    void sourcesOwnDelimiter_thenNotASecondOne() {
        ByteBuf payload = Unpooled.wrappedBuffer(HexFormat.of().parseHex("0000000209f00000000265aa"));
        writer.frame(out, MediaFrame.coded(VIDEO, false, 0, 0, payload));

        assertThat(packets().getLast()).endsWith("0000000109f0" + "0000000165aa");
    }

    @Test
    void whatCannotBeCarried_thenNothing() {
        writer.frame(out, MediaFrame.coded(TrackFixture.AV1, true, 0, 0, Unpooled.wrappedBuffer(new byte[20])));
        writer.frame(out, MediaFixture.picture(true, 0, 20)); // lengths of zero
        writer.frame(out, TsFixture.sound(0, 8185)); // longer than ADTS can say
        writer.frame(out, TsFixture.sound(0, 0));
        writer.frame(out, TsFixture.sound(TrackFixture.OPUS, 0, 0));
        writer.frame(out, TsFixture.sound(TrackFixture.OPUS, 0, 61_440));
        writer.frame(out, TsFixture.sound(TsFixture.MP2, 0, 65_523));

        assertThat(out.isReadable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1190, true", // LC, 48 kHz, stereo
        "0990, true", // Main
        "2b11880000, true", // HE-AAC, said explicitly
        "eb098800, true", // HE-AAC v2
        "1180, false", // channels in a program config element
        "1198, true",
        "11b8, true", // 7.1
        "11d8, false", // 6.1, which ADTS has no bits for
        "1194, false", // 960 samples
        "17800bb810, false", // a rate of its own
        "f94640, false" // USAC
    })
    void aac_thenCarriedWhereAdtsHasBitsForIt(String config, boolean carried) {
        Track track = new Track.Aac(AudioSpecificConfig.parse(HexFormat.of().parseHex(config)));
        assertThat(TsWriter.carries(track)).isEqualTo(carried);
    }

    @Test
    void heAac_thenSaidToBeLcOfTheCoreRate() {
        Track.Aac track = new Track.Aac(AudioSpecificConfig.parse(HexFormat.of().parseHex("2b11880000")));
        writer.frame(out, TsFixture.sound(track, 0, 10));

        assertThat(packets().getLast()).contains("fff15880023ffc"); // LC, 24 kHz, stereo
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void lengthsOfAnySize_thenTheSameUnits(int lengthSize) {
        byte[] avcc = MediaFixture.AVCC.clone();
        avcc[4] = (byte) (0xfc | lengthSize - 1);
        Track.H264 track = new Track.H264(AvcConfig.parse(avcc));
        ByteBuf payload = Unpooled.buffer();
        for (int i = 0; i < 3; i++) {
            payload.writeZero(lengthSize - 1).writeByte(2).writeShort(0x41aa);
        }
        writer.frame(out, MediaFrame.coded(track, false, 0, 0, payload));

        assertThat(packets().getLast()).endsWith("0000000141aa".repeat(3));
    }

    private List<String> packets() {
        assertThat(out.readableBytes() % 188).isZero();
        List<String> packets = new ArrayList<>();
        for (int at = 0; at < out.readableBytes(); at += 188) {
            assertThat(out.getUnsignedByte(at)).isEqualTo((short) 0x47);
            packets.add(ByteBufUtil.hexDump(out, at, 188));
        }
        return packets;
    }

    private List<Integer> pids() {
        return packets().stream()
                .map(packet -> HexFormat.fromHexDigits(packet, 2, 6) & 0x1fff)
                .toList();
    }

    private static String filled(String hex) {
        return hex + "ff".repeat(188 - hex.length() / 2);
    }
}
