package atrium.stream.container.mpegts;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.stream.ingest.ffmpeg.Ffmpeg;
import atrium.stream.ingest.ffmpeg.FfmpegProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The bundled ffmpeg and ffprobe, as peers that write and read transport streams. */
final class MediaProgram {

    /** Leaves out delimiters and parameter sets, which containers keep in different places. */
    private static final String BARE_H264 = "filter_units=remove_types=7|8|9";

    private final Ffmpeg ffmpeg;
    private final Path directory;

    MediaProgram(Path directory) throws IOException {
        this.ffmpeg = Ffmpeg.locate(
                new FfmpegProperties(null, Duration.ofSeconds(2), Duration.ofSeconds(10)), Path.of("target/ffmpeg"));
        this.directory = directory;
    }

    /** One packet as a program sees it. */
    record Packet(long dts, long pts, String hash) {}

    /** A test film of ffmpeg's; the arguments end with the name of the file. */
    Path film(String arguments) throws Exception {
        return ffmpeg(
                "-f lavfi -i testsrc=size=320x240:rate=25:d=3 -f lavfi -i sine=sample_rate=48000:d=3 " + arguments);
    }

    /** Runs with arguments of which the last is the name of the file that is written. */
    Path ffmpeg(String arguments) throws Exception {
        List<String> all = new ArrayList<>(Arrays.asList(("-nostdin -y -v error " + arguments).split(" ")));
        Path output = directory.resolve(all.removeLast());
        all.add(output.toString());
        assertThat(run(ffmpeg.program(), all)).isEmpty();
        return output;
    }

    List<Packet> h264(Path file) throws Exception {
        String toBytes = file.toString().endsWith(".flv") ? "h264_mp4toannexb," : "";
        return packets(file, "v", "-bsf:v " + toBytes + BARE_H264);
    }

    List<Packet> aac(Path file) throws Exception {
        return packets(file, "a", file.toString().endsWith(".flv") ? "" : "-bsf:a aac_adtstoasc");
    }

    /** What the demuxer finds, with the timestamps of the file in its time base, which for MPEG-TS is ours. */
    List<Packet> packets(Path file, String stream, String filter) throws Exception {
        Path hashes = ffmpeg("-copyts -i %s -map 0:%s -c copy %s -f framemd5 hashes"
                .formatted(file, stream, filter)
                .replace("  ", " "));
        List<Packet> packets = new ArrayList<>();
        for (String line : Files.readAllLines(hashes)) {
            if (!line.startsWith("#")) {
                String[] columns = line.split(", *");
                packets.add(new Packet(Long.parseLong(columns[1]), Long.parseLong(columns[2]), columns[5]));
            }
        }
        return packets;
    }

    /** What ffprobe has to complain of when it reads all packets and decodes all frames. */
    String complaints(Path file) throws Exception {
        return run(
                ffmpeg.probe(),
                List.of(
                        "-v",
                        "error",
                        "-count_packets",
                        "-count_frames",
                        "-show_entries",
                        "format=nb_programs",
                        "-of",
                        "csv=p=0:nk=1",
                        file.toString()));
    }

    /** Values of an entry of ffprobe's for each packet of one stream, or for the stream. */
    List<String> probe(Path file, String stream, String entries) throws Exception {
        return run(
                        ffmpeg.probe(),
                        List.of(
                                "-v",
                                "error",
                                "-select_streams",
                                stream,
                                "-show_entries",
                                entries,
                                "-of",
                                "csv=p=0",
                                file.toString()))
                .lines()
                .toList();
    }

    /** Seconds from the first packet of video to the first of audio. */
    double offset(Path file) throws Exception {
        String entry = "packet=pts_time";
        return Double.parseDouble(probe(file, "a:0", entry).getFirst().replace(",", ""))
                - Double.parseDouble(probe(file, "v:0", entry).getFirst().replace(",", ""));
    }

    private String run(Path program, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        Path output = Files.createTempFile(directory, "output", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(ffmpeg.environment());
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(output);
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }
}
