package atrium.stream.container.fmp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atrium.stream.container.flv.FlvDemuxer;
import atrium.stream.ingest.ffmpeg.Ffmpeg;
import atrium.stream.ingest.ffmpeg.FfmpegProperties;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ffmpeg reads what is written here of a recording that ffmpeg made. */
class FragmentIT {

    private static final int VIDEO = 0;
    private static final int AUDIO = 1;

    @TempDir
    private static Path work;

    private static Ffmpeg ffmpeg;
    private static Path recording;
    private static List<MediaFrame> frames;

    @BeforeAll
    static void record() throws Exception {
        ffmpeg = Ffmpeg.locate(
                new FfmpegProperties(null, Duration.ofSeconds(2), Duration.ofSeconds(10)), Path.of("target/ffmpeg"));
        recording = work.resolve("in.flv");
        ffmpeg(
                "-f lavfi -i testsrc2=size=320x180:rate=30 -f lavfi -i sine=sample_rate=44100 -t 4 -c:v libopenh264"
                        + " -pix_fmt yuv420p -g 30 -c:a aac -ac 2 -f flv",
                recording);
        frames = demux(recording);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 1000})
    void recordingInFragments_thenTheSamePicturesAndSound(int size) throws Exception {
        Path written = write(size);
        assertThat(digests(written, VIDEO)).hasSize(120).isEqualTo(digests(recording, VIDEO));
        assertThat(digests(written, AUDIO)).isNotEmpty().isEqualTo(digests(recording, AUDIO));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 1000})
    void recordingInFragments_thenTheSameTimes(int size) throws Exception {
        Path written = write(size);
        assertThat(times(written, "v")).isEqualTo(times(recording, "v"));
        List<Double> sound = times(written, "a");
        List<Double> original = times(recording, "a");
        assertThat(sound).hasSameSizeAs(original);
        for (int i = 0; i < sound.size(); i++) {
            assertThat(sound.get(i)).isCloseTo(original.get(i), within(0.002));
        }
    }

    @Test
    void soundOfAFragmentAFrame_thenNoGapAndNoOverlap() throws Exception {
        List<Double> sound = times(write(1), "a");
        for (int i = 1; i < sound.size(); i++) {
            assertThat(sound.get(i) - sound.get(i - 1)).isCloseTo(1024 / 44100.0, within(0.000_002));
        }
    }

    private static Path write(int fragment) throws IOException {
        ByteBuf out = Unpooled.buffer();
        InitSegment.write(out, tracks());
        FragmentWriter writer = new FragmentWriter();
        List<MediaFrame> coded =
                frames.stream().filter(frame -> !frame.isConfiguration()).toList();
        for (int i = 0; i < coded.size(); i += fragment) {
            int end = Math.min(i + fragment, coded.size());
            writer.write(out, coded.subList(i, end), nextPicture(coded, end));
        }
        Path file = work.resolve("fragments-of-" + fragment + ".mp4");
        Files.write(file, ByteBufUtil.getBytes(out));
        return file;
    }

    private static long nextPicture(List<MediaFrame> coded, int from) {
        return coded.stream()
                .skip(from)
                .filter(MediaFrame::isVideo)
                .mapToLong(MediaFrame::dts)
                .findFirst()
                .orElse(FragmentWriter.UNKNOWN_END);
    }

    private static Tracks tracks() {
        return frames.stream().map(MediaFrame::track).reduce(Tracks.NONE, Tracks::with, (first, second) -> second);
    }

    private static List<MediaFrame> demux(Path flv) throws IOException {
        List<MediaFrame> all = new ArrayList<>();
        try (FlvDemuxer demuxer = new FlvDemuxer(UnpooledByteBufAllocator.DEFAULT, 1 << 20, all::add)) {
            demuxer.feed(Unpooled.wrappedBuffer(Files.readAllBytes(flv)));
        }
        return all;
    }

    /** The payload digests of one track: the last column. */
    private static List<String> digests(Path file, int track) throws Exception {
        Path md5 = work.resolve(file.getFileName() + ".md5");
        ffmpeg("-i " + file + " -c copy -f framemd5", md5);
        try (Stream<String> lines = Files.lines(md5)) {
            return lines.filter(line -> line.startsWith(track + ","))
                    .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
                    .toList();
        }
    }

    private static List<Double> times(Path file, String track) throws Exception {
        List<String> command = List.of(
                ffmpeg.probe().toString(),
                "-v",
                "error",
                "-select_streams",
                track,
                "-show_entries",
                "packet=pts_time",
                "-of",
                "csv=p=0",
                file.toString());
        return run(command)
                .lines()
                .filter(line -> !line.isBlank())
                .map(line -> Double.valueOf(line.replace(",", "")))
                .toList();
    }

    private static void ffmpeg(String arguments, Path last) throws Exception {
        List<String> command = new ArrayList<>(List.of(ffmpeg.program().toString(), "-v", "error", "-y", "-nostdin"));
        command.addAll(List.of(arguments.split(" ")));
        command.add(last.toString());
        assertThat(run(command)).isEmpty();
    }

    /** Gives all that the program prints, its complaints too: there must be none. */
    private static String run(List<String> command) throws Exception {
        Path output = Files.createTempFile(work, "output", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(ffmpeg.environment());
        Process process = builder.start();
        if (!process.waitFor(40, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " did not end");
        }
        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
