package atrium.stream.app;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.stream.container.flv.FlvDemuxer;
import atrium.stream.container.flv.FlvWriter;
import atrium.stream.ingest.ffmpeg.Ffmpeg;
import atrium.stream.ingest.ffmpeg.FfmpegProperties;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ffmpeg's enhanced FLV is read, and ours is read by ffmpeg: the same frames, times and decoder configurations. */
class EnhancedFlvIT {

    private static final int MAX_TAG = 1 << 20;
    static final String MD5_OF_NOTHING = "d41d8cd98f00b204e9800998ecf8427e";
    private static final String SOUND = "-f lavfi -i sine=sample_rate=48000 -t 1";

    @TempDir
    private static Path work;

    private static Ffmpeg ffmpeg;

    @BeforeAll
    static void locate() throws IOException {
        ffmpeg = Ffmpeg.locate(
                new FfmpegProperties(null, Duration.ofSeconds(2), Duration.ofSeconds(10)), Path.of("target/ffmpeg"));
    }

    @ParameterizedTest
    @CsvSource({"h265.mp4, hvc1.1.6.L60.90, hevc, 30", "av1.mp4, av01.0.00M.08, av1, 30"})
    void picturesOfFfmpeg_thenReadAndWrittenAgain(String sample, String codec, String name, int pictures)
            throws Exception {
        Path sent = work.resolve(sample + ".flv");
        run("-i " + sample(sample) + " -c copy -f flv", sent);

        List<MediaFrame> frames = read(sent);

        Track.Video track = (Track.Video) frames.getFirst().track();
        assertThat(track.codec()).isEqualTo(codec);
        assertThat(track.width()).isEqualTo(320);
        assertThat(track.height()).isEqualTo(180);
        assertThat(frames.stream().filter(MediaFrame::isKeyPicture)).hasSize(2);
        assertThat(frames.stream().filter(frame -> !frame.isConfiguration())).hasSize(pictures);
        Path again = write(frames, new Tracks(track, null));
        assertThat(probe(again)).containsExactly("codec_name=" + name, "width=320", "height=180");
        assertThat(packets(again)).isEqualTo(packets(sent));
    }

    @Test
    void picturesOfOurs_thenDecoded() throws Exception {
        Path sent = work.resolve("decoded.flv");
        run("-i " + sample("h265.mp4") + " -c copy -f flv", sent);
        List<MediaFrame> frames = read(sent);
        Path again = write(frames, new Tracks((Track.Video) frames.getFirst().track(), null));
        Path expected = work.resolve("expected.md5");
        Path decoded = work.resolve("decoded.md5");

        run("-i " + sample("h265.mp4") + " -f md5", expected);
        run("-xerror -i " + again + " -f md5", decoded);

        assertThat(decoded).hasSameTextualContentAs(expected);
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "6"})
    void opusOfFfmpeg_thenReadAndWrittenAgain(int channels) throws Exception {
        Path sent = work.resolve("opus" + channels + ".flv");
        run(SOUND + " -ac " + channels + " -c:a libopus -f flv", sent);

        List<MediaFrame> frames = read(sent);

        Track.Audio track = (Track.Audio) frames.getFirst().track();
        assertThat(track.codec()).isEqualTo("opus");
        assertThat(track.channels()).isEqualTo(channels);
        assertThat(frames).hasSizeGreaterThan(50);
        Path again = write(frames, new Tracks(null, track));
        assertThat(probe(again)).containsExactly("codec_name=opus");
        assertThat(packets(again)).isEqualTo(packets(sent));
    }

    @Test
    void severalTracksOfFfmpeg_thenTheFirstOfEachMedium() throws Exception {
        Path sent = work.resolve("tracks.flv");
        run(
                "-i " + sample("h265.mp4") + " -i " + sample("av1.mp4") + " " + SOUND
                        + " -filter_complex [2:a]asplit[a][b] -map 0:v -map 1:v -map [a] -map [b]"
                        + " -c:v copy -c:a:0 libopus -c:a:1 aac -f flv",
                sent);

        List<MediaFrame> frames = read(sent);

        assertThat(frames.stream().map(frame -> frame.track().codec()).distinct())
                .containsExactlyInAnyOrder("hvc1.1.6.L60.90", "opus");
        frames.forEach(MediaFrame::release);
    }

    private static Path sample(String name) throws URISyntaxException {
        URL sample = EnhancedFlvIT.class.getResource("/samples/" + name);
        assertThat(sample).isNotNull();
        return Path.of(sample.toURI());
    }

    private static List<MediaFrame> read(Path file) throws IOException {
        List<MediaFrame> frames = new ArrayList<>();
        try (FlvDemuxer demuxer = new FlvDemuxer(UnpooledByteBufAllocator.DEFAULT, MAX_TAG, frames::add)) {
            demuxer.feed(Unpooled.wrappedBuffer(Files.readAllBytes(file)));
        }
        assertThat(frames).isNotEmpty();
        assertThat(frames.getFirst().isConfiguration()).isTrue();
        return frames;
    }

    /** Releases the frames. */
    private static Path write(List<MediaFrame> frames, Tracks tracks) throws IOException {
        ByteBuf out = Unpooled.buffer();
        FlvWriter.header(out, tracks);
        FlvWriter.metadata(out, tracks);
        for (MediaFrame frame : frames) {
            FlvWriter.frame(out, frame);
            frame.release();
        }
        Path file = Files.createTempFile(work, "again", ".flv");
        try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            channel.write(out.nioBuffer());
        }
        return file;
    }

    /**
     * A line for each packet with its times and digest, after some about its stream, the decoder configuration too.
     * ffmpeg makes an empty packet of its own order of channels, which holds no sound.
     */
    private static List<String> packets(Path file) throws Exception {
        Path digests = Files.createTempFile(work, "packets", ".md5");
        run("-i " + file + " -c copy -f framemd5", digests);
        try (Stream<String> lines = Files.lines(digests)) {
            return lines.filter(line -> !line.endsWith(MD5_OF_NOTHING)).toList();
        }
    }

    private static List<String> probe(Path file) throws Exception {
        Path output = Files.createTempFile(work, "probe", ".txt");
        String entries = "stream=codec_name,width,height";
        run(
                List.of(ffmpeg.probe().toString(), "-v", "error", "-show_entries", entries, "-of", "default=nw=1"),
                file,
                output);
        return Files.readAllLines(output);
    }

    private static void run(String arguments, Path last) throws Exception {
        List<String> command = new ArrayList<>(List.of(ffmpeg.program().toString(), "-v", "error", "-y", "-nostdin"));
        command.addAll(List.of(arguments.split(" ")));
        run(command, last, work.resolve("stdout.txt"));
    }

    private static void run(List<String> command, Path last, Path output) throws Exception {
        List<String> all = new ArrayList<>(command);
        all.add(last.toString());
        Path errors = Files.createTempFile(work, "stderr", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(all).redirectOutput(output.toFile()).redirectError(errors.toFile());
        builder.environment().putAll(ffmpeg.environment());
        Process process = builder.start();
        if (!process.waitFor(40, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(all + " did not end");
        }
        assertThat(errors).as(all.toString()).isEmptyFile();
        assertThat(process.exitValue()).isZero();
    }
}
