package atrium.stream.container.fmp4;

import static atrium.stream.media.MediaFixture.AUDIO;
import static atrium.stream.media.MediaFixture.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import atrium.stream.codec.aac.AudioSpecificConfig;
import atrium.stream.container.fmp4.Mp4Boxes.Run;
import atrium.stream.container.fmp4.Mp4Boxes.Sample;
import atrium.stream.media.MediaFixture;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FragmentWriterTests {

    private static final long SYNC = 0x02000000L;
    private static final long NON_SYNC = 0x01010000L;
    private static final long FRAME = 1024;
    private static final long MS = MediaFrame.MILLISECOND;

    private final FragmentWriter writer = new FragmentWriter();

    @Test
    void onePicture_thenTheseBytes() {
        ByteBuf out = Unpooled.buffer();
        MediaFrame frame = picture(true, 1L << 40, (1L << 40) + 3600, "0000000165");

        writer.write(out, List.of(frame), (1L << 40) + 3000);

        assertThat(ByteBufUtil.hexDump(out))
                .isEqualTo("00000068" + hex("moof")
                        + ("00000010" + hex("mfhd") + "00000000" + "00000001")
                        + ("00000050" + hex("traf"))
                        + ("00000010" + hex("tfhd") + "00020000" + "00000001")
                        + ("00000014" + hex("tfdt") + "01000000" + "0000010000000000")
                        + ("00000024" + hex("trun") + "01000f01" + "00000001" + "00000070")
                        + ("00000bb8" + "00000005" + "02000000" + "00000e10")
                        + ("0000000d" + hex("mdat") + "0000000165"));
        assertThat(out.readableBytes()).isEqualTo(FragmentWriter.size(frame));
    }

    @Test
    void oneBlockOfSound_thenTheseBytes() {
        ByteBuf out = Unpooled.buffer();

        writer.write(out, sound(AUDIO, 90_000, "2110"));

        assertThat(ByteBufUtil.hexDump(out))
                .isEqualTo("00000060" + hex("moof")
                        + ("00000010" + hex("mfhd") + "00000000" + "00000001")
                        + ("00000048" + hex("traf"))
                        + ("00000010" + hex("tfhd") + "00020000" + "00000002")
                        + ("00000014" + hex("tfdt") + "01000000" + "000000000000bb80")
                        + ("0000001c" + hex("trun") + "01000301" + "00000001" + "00000068")
                        + ("00000400" + "00000002")
                        + ("0000000a" + hex("mdat") + "2110"));
    }

    @Test
    void picturesAndSoundMixed_thenARunOfEach() {
        List<Run> runs = write(
                List.of(
                        picture(true, 0, 0, "aa"),
                        sound(AUDIO, 0, "01"),
                        picture(false, 3600, 3600, "bbbb"),
                        sound(AUDIO, 1920, "0203"),
                        sound(AUDIO, 3840, "04")),
                7200);

        assertThat(runs)
                .containsExactly(
                        new Run(1, 0, List.of(new Sample(3600, SYNC, 0, "aa"), new Sample(3600, NON_SYNC, 0, "bbbb"))),
                        new Run(
                                2,
                                0,
                                List.of(
                                        new Sample(FRAME, 0, 0, "01"),
                                        new Sample(FRAME, 0, 0, "0203"),
                                        new Sample(FRAME, 0, 0, "04"))));
    }

    @Test
    void nothingThatIsCarried_thenNothing() {
        ByteBuf out = Unpooled.buffer();
        Track.Mp2 mp2 = new Track.Mp2(48_000, 2);

        writer.write(out, List.of(), FragmentWriter.UNKNOWN_END);
        writer.write(out, sound(mp2, 0, "ff"));
        writer.write(out, MediaFrame.configuration(VIDEO, 0));

        assertThat(out.isReadable()).isFalse();
        assertThat(write(List.of(sound(mp2, 0, "ff"), picture(true, 0, 0, "aa")), 1))
                .hasSize(1);
    }

    @Test
    void fragments_thenNumberedFromOne() {
        for (int i = 1; i <= 3; i++) {
            ByteBuf out = Unpooled.buffer();
            writer.write(out, MediaFixture.picture(true, 40L * i, 4));
            assertThat(Mp4Boxes.sequence(out)).isEqualTo(i);
        }
    }

    @Test
    void picturesShownInAnotherOrder_thenCompositionOffsetsWithTheirSign() {
        List<Run> runs = write(
                List.of(
                        picture(true, 7200, 7200, "01"),
                        picture(false, 10_800, 18_000, "02"),
                        picture(false, 14_400, 10_800, "03")),
                18_000);
        assertThat(runs.getFirst().samples()).extracting(Sample::composition).containsExactly(0, 7200, -3600);
    }

    @Test
    void payload_thenItsIndicesStay() {
        MediaFrame frame = picture(true, 0, 0, "0000000165");
        frame.payload().skipBytes(4);

        assertThat(write(List.of(frame), 1).getFirst().samples())
                .extracting(Sample::data)
                .containsExactly("65");

        assertThat(frame.payload().readerIndex()).isEqualTo(4);
        assertThat(frame.payload().refCnt()).isEqualTo(1);
    }

    @Test
    void nextPictureUnknown_thenAsLongAsTheLongestOfLate() {
        assertThat(lastDuration(0)).isEqualTo(100 * MS);
        assertThat(lastDuration(33)).isEqualTo(33 * MS);
        assertThat(lastDuration(67)).isEqualTo(34 * MS);
        assertThat(lastDuration(100)).isBetween(33 * MS, 34 * MS);
        assertThat(lastDuration(200)).isEqualTo(100 * MS);
        assertThat(lastDuration(60_200)).isEqualTo(100 * MS);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1L << 33, 1L << 47})
    void timesOfSoundRoundedAndJittered_thenNoGapNoOverlapAndNotFarOff(long start) {
        Random random = new Random(7);
        Run before = null;
        for (int i = 0; i < 2000; i++) {
            long exact = start + i * FRAME * 90_000 / 48_000;
            long rounded = (exact + MS * random.nextInt(-8, 9)) / MS * MS;
            Run run = write(List.of(sound(AUDIO, Math.max(start, rounded), "00")), 0)
                    .getFirst();
            assertThat(run.time()).as("frame " + i).isEqualTo(before == null ? run.time() : before.end());
            assertThat(run.time() * 90_000.0 / 48_000 - exact).as("frame " + i).isBetween(-10.0 * MS, 10.0 * MS);
            before = run;
        }
    }

    @Test
    void soundInOneFragmentOrInMany_thenTheSameTimes() {
        List<MediaFrame> frames = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            frames.add(sound(AUDIO, i * FRAME * 90_000 / 48_000 / MS * MS, "00"));
        }
        FragmentWriter other = new FragmentWriter();
        long end = 0;
        for (MediaFrame frame : frames) {
            ByteBuf out = Unpooled.buffer();
            other.write(out, frame);
            end = Mp4Boxes.fragment(out).getFirst().end();
        }
        assertThat(write(frames, 0).getFirst().end()).isEqualTo(end).isEqualTo(50 * FRAME);
    }

    @Test
    void anotherRateOfSound_thenTimesInItsTicks() {
        Track.Aac other = new Track.Aac(AudioSpecificConfig.parse(new byte[] {0x12, 0x10}));
        write(List.of(sound(AUDIO, 0, "00")), 0);
        assertThat(write(List.of(sound(other, 900_000, "00")), 0).getFirst().time())
                .isEqualTo(441_000);
    }

    @Test
    void pauseThatNobodyWatched_thenSoundGoesOnWhereItShould() {
        writer.write(Unpooled.buffer(), MediaFixture.picture(true, 0, 4));
        writer.write(Unpooled.buffer(), MediaFixture.picture(false, 40, 4));
        writer.write(Unpooled.buffer(), MediaFixture.sound(40, 4));
        writer.write(Unpooled.buffer(), MediaFixture.picture(true, 2000, 4));

        Run sound = write(List.of(MediaFixture.sound(2000, 4)), 0).getFirst();

        assertThat(sound.time()).isEqualTo(96_000);
        assertThat(sound.end()).isEqualTo(96_000 + FRAME);
    }

    @Test
    void keyPictureAfterAHole_thenItBeginsWhereTheOneBeforeEndedAndSoDoesTheSound() {
        Run before = one(MediaFixture.picture(true, 0, 4));
        before = one(MediaFixture.picture(false, 20, 4));
        Run soundBefore = one(MediaFixture.sound(20, 4));

        Run first = one(MediaFixture.picture(true, 100, 4));
        Run sound = one(MediaFixture.sound(110, 4));
        Run second = one(MediaFixture.picture(false, 120, 4));

        assertThat(first.time()).isEqualTo(before.end()).isEqualTo(40 * MS);
        assertThat(first.end()).isGreaterThanOrEqualTo(second.time());
        assertThat(sound.time()).isEqualTo(soundBefore.end());
        assertThat(second.time()).isEqualTo(120 * MS);
    }

    @Test
    void holeThatNobodyGuessedOrBeforeAnInterPicture_thenLeftOpen() {
        write(List.of(MediaFixture.picture(true, 0, 4), MediaFixture.picture(false, 20, 4)), 40 * MS);
        assertThat(one(MediaFixture.picture(true, 100, 4)).time()).isEqualTo(100 * MS);
        assertThat(one(MediaFixture.picture(false, 300, 4)).time()).isEqualTo(300 * MS);
    }

    private Run one(MediaFrame frame) {
        return write(List.of(frame), FragmentWriter.UNKNOWN_END).getFirst();
    }

    private long lastDuration(long millis) {
        ByteBuf out = Unpooled.buffer();
        writer.write(out, MediaFixture.picture(false, millis, 4));
        return Mp4Boxes.fragment(out).getFirst().samples().getFirst().duration();
    }

    private List<Run> write(List<MediaFrame> frames, long endDts) {
        ByteBuf out = Unpooled.buffer();
        writer.write(out, frames, endDts);
        return Mp4Boxes.fragment(out);
    }

    private static MediaFrame picture(boolean key, long dts, long pts, String data) {
        return MediaFrame.coded(VIDEO, key, dts, pts, bytes(data));
    }

    private static MediaFrame sound(Track track, long dts, String data) {
        return MediaFrame.coded(track, true, dts, dts, bytes(data));
    }

    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
    }

    private static String hex(String type) {
        return HexFormat.of().formatHex(type.getBytes(StandardCharsets.US_ASCII));
    }
}
