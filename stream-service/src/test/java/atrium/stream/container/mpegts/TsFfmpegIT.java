package atrium.stream.container.mpegts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atrium.stream.container.flv.FlvDemuxer;
import atrium.stream.container.flv.FlvWriter;
import atrium.stream.container.mpegts.MediaProgram.Packet;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read by ffmpeg, and what ffmpeg writes is read. */
@Timeout(90)
class TsFfmpegIT {

    private static final int MAX_FRAME = 1 << 22;
    private static final UnpooledByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;

    @TempDir
    Path directory;

    private final List<MediaFrame> frames = new ArrayList<>();
    private MediaProgram program;

    @BeforeEach
    void setUp() throws Exception {
        program = new MediaProgram(directory);
    }

    @AfterEach
    void tearDown() {
        frames.forEach(MediaFrame::release);
    }

    @Test
    void h264AndAacWritten_thenFfmpegReadsTheSamePayloadsAndTimes() throws Exception {
        Path in = program.film("-c:v libopenh264 -g 25 -c:a aac in.flv");
        readFlv(in);

        Path out = writeTs("out.ts");

        assertThat(program.complaints(out)).isEqualToIgnoringNewLines("1");
        Path back = program.ffmpeg("-i " + out + " -c copy back.flv");
        assertThat(hashes(program.h264(back)))
                .isEqualTo(hashes(program.h264(in)))
                .hasSize(75);
        assertThat(hashes(program.aac(back))).isEqualTo(hashes(program.aac(in))).hasSizeGreaterThan(140);
        assertThat(program.offset(out)).isCloseTo(program.offset(in), within(0.01));
    }

    @Test
    void h264AndAacOfFfmpeg_thenTheSamePayloadsAndTimes() throws Exception {
        Path in = program.film("-c:v libopenh264 -g 25 -c:a aac in.ts");

        readTs(in);

        Path out = writeFlv("out.flv");
        assertThat(hashes(program.h264(out)))
                .isEqualTo(hashes(program.h264(in)))
                .hasSize(75);
        assertThat(hashes(program.aac(out))).isEqualTo(hashes(program.aac(in)));
        assertThat(times(true)).isEqualTo(times(program.h264(in)));
        assertThat(times(false)).isEqualTo(times(program.aac(in)));
    }

    @Test
    void mpeg1WithReorderedPicturesAndLayer2OfFfmpeg_thenTheSamePayloadsAndTimes() throws Exception {
        Path in = program.film("-c:v mpeg1video -g 25 -bf 2 -c:a mp2 in.ts");

        readTs(in);

        assertSame(program.packets(in, "v", ""), true);
        assertSame(program.packets(in, "a", ""), false);
        assertThat(frames.stream().filter(MediaFrame::isVideo).filter(frame -> frame.pts() != frame.dts()))
                .isNotEmpty();
        assertThat(frames.stream().filter(MediaFrame::isKeyPicture))
                .hasSize((int) program.probe(in, "v", "packet=flags").stream()
                        .filter(flags -> flags.startsWith("K"))
                        .count());
        assertThat(frames.stream().filter(MediaFrame::isConfiguration).map(MediaFrame::track))
                .containsExactlyInAnyOrder(new Track.Mpeg1(320, 240), new Track.Mp2(48_000, 1));
    }

    @Test
    void mpeg1WithReorderedPicturesAndLayer2Written_thenFfmpegReadsTheSamePayloadsAndTimes() throws Exception {
        Path in = program.film("-c:v mpeg1video -g 25 -bf 2 -c:a mp2 in.ts");
        readTs(in);

        Path out = writeTs("out.ts");

        assertThat(program.complaints(out)).isEqualToIgnoringNewLines("1");
        assertThat(program.packets(out, "v", "")).isEqualTo(later(program.packets(in, "v", "")));
        assertThat(program.packets(out, "a", "")).isEqualTo(later(program.packets(in, "a", "")));
    }

    @Test
    void opusWritten_thenFfmpegReadsTheSamePackets() throws Exception {
        Path in = program.film("-c:v libopenh264 -g 25 -c:a libopus in.flv");
        readFlv(in);

        Path out = writeTs("out.ts");

        assertThat(program.complaints(out)).isEqualToIgnoringNewLines("1");
        assertThat(program.probe(out, "a:0", "stream=codec_name").getFirst()).isEqualTo("opus");
        assertThat(hashes(program.packets(out, "a", ""))).isEqualTo(hashes(program.packets(in, "a", "")));
        assertThat(program.offset(out)).isCloseTo(program.offset(in), within(0.01));
    }

    @Test
    void clockOfFfmpegWraps_thenTimesGoOn() throws Exception {
        Path in = program.film("-c:v mpeg1video -g 25 -c:a mp2 -output_ts_offset 95441 in.ts");

        readTs(in);

        List<Long> times =
                frames.stream().filter(MediaFrame::isVideo).map(MediaFrame::dts).toList();
        assertThat(times).isSorted();
        assertThat(times.getLast() - times.getFirst()).isEqualTo(74 * 3600);
        assertThat(times.getLast()).isGreaterThan(1L << 33);
    }

    private void readFlv(Path file) throws Exception {
        try (FlvDemuxer demuxer = new FlvDemuxer(ALLOCATOR, MAX_FRAME, frames::add)) {
            demuxer.feed(Unpooled.wrappedBuffer(Files.readAllBytes(file)));
        }
    }

    private void readTs(Path file) throws Exception {
        try (TsDemuxer demuxer = new TsDemuxer(ALLOCATOR, MAX_FRAME, frames::add)) {
            ByteBuf in = Unpooled.wrappedBuffer(Files.readAllBytes(file));
            while (in.isReadable()) {
                demuxer.feed(in.readSlice(Math.min(1000, in.readableBytes())));
            }
            demuxer.end();
        }
    }

    private Path writeTs(String name) throws Exception {
        TsWriter writer = new TsWriter();
        ByteBuf out = Unpooled.buffer();
        writer.tables(out, tracks());
        frames.forEach(frame -> writer.frame(out, frame));
        return Files.write(directory.resolve(name), ByteBufUtil.getBytes(out));
    }

    private Path writeFlv(String name) throws Exception {
        ByteBuf out = Unpooled.buffer();
        FlvWriter.header(out, tracks());
        frames.forEach(frame -> FlvWriter.frame(out, frame));
        return Files.write(directory.resolve(name), ByteBufUtil.getBytes(out));
    }

    private Tracks tracks() {
        Tracks tracks = Tracks.NONE;
        for (MediaFrame frame : frames) {
            tracks = tracks.with(frame.track());
        }
        return tracks;
    }

    private void assertSame(List<Packet> expected, boolean video) throws Exception {
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        List<Packet> found = new ArrayList<>();
        for (MediaFrame frame : frames) {
            if (!frame.isConfiguration() && frame.isVideo() == video) {
                byte[] digest = md5.digest(ByteBufUtil.getBytes(frame.payload()));
                found.add(new Packet(frame.dts(), frame.pts(), HexFormat.of().formatHex(digest)));
            }
        }
        assertThat(found).isEqualTo(expected);
    }

    private static List<Packet> later(List<Packet> packets) {
        return packets.stream()
                .map(packet -> new Packet(packet.dts() + TsWriter.LEAD, packet.pts() + TsWriter.LEAD, packet.hash()))
                .toList();
    }

    private static List<String> hashes(List<Packet> packets) {
        return packets.stream().map(Packet::hash).toList();
    }

    private static List<Long> times(List<Packet> packets) {
        return packets.stream().map(Packet::pts).toList();
    }

    private List<Long> times(boolean video) {
        return frames.stream()
                .filter(frame -> !frame.isConfiguration() && frame.isVideo() == video)
                .map(MediaFrame::pts)
                .toList();
    }
}
