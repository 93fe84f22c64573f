package atrium.stream.transcode;

import atrium.stream.egress.jpeg.PictureDecoder;
import atrium.stream.ingest.ffmpeg.ExitReason;
import atrium.stream.ingest.ffmpeg.FfmpegCommand;
import atrium.stream.ingest.ffmpeg.FfmpegExit;
import atrium.stream.ingest.ffmpeg.FfmpegProcess;
import atrium.stream.ingest.ffmpeg.FfmpegProcesses;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import atrium.stream.media.Tracks;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decodes a picture in a child of its own: 40 ms for 1280x720. */
public final class FfmpegPictures implements PictureDecoder {

    private static final Logger log = LoggerFactory.getLogger(FfmpegPictures.class);

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int MAX_JPEG = 16 * 1024 * 1024;
    private static final int SHORTEST_JPEG = 4;

    /** {@code probesize 32}: what there is to know stands in the head of the file. */
    private static final List<String> INPUT = List.of(
            "-nostdin -hide_banner -nostats -loglevel level+error -threads 1 -probesize 32 -analyzeduration 0 -f flv -i pipe:0"
                    .split(" "));

    private static final List<String> OUTPUT =
            List.of("-map 0:v:0 -frames:v 1 -threads:v 1 -q:v 4 -f mjpeg pipe:1".split(" "));

    private final FfmpegProcesses processes;
    private final TranscodeMeters meters;
    private final Duration limit;

    public FfmpegPictures(FfmpegProcesses processes, TranscodeMeters meters) {
        this(processes, meters, LIMIT);
    }

    /** @param limit how long a child may take for a picture */
    FfmpegPictures(FfmpegProcesses processes, TranscodeMeters meters, Duration limit) {
        this.processes = processes;
        this.meters = meters;
        this.limit = limit;
    }

    @Override
    public byte[] jpeg(MediaFrame key, int maxWidth) throws IOException {
        if (!(key.track() instanceof Track.Video video)
                || FlvInput.carried(new Tracks(video, null)).video() == null) {
            throw new IOException("pictures in " + key.track().codec() + " are not decoded here");
        }
        long begin = System.nanoTime();
        FfmpegProcess child = processes.start(arguments(maxWidth));
        Executor late =
                CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(child::close, late);
        try {
            write(key, video, child);
            return complete(read(child), child.end());
        } finally {
            closing.cancel(false);
            child.close();
            meters.snapshots.record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
        }
    }

    /**
     * Never larger than it is: so a frame's header alone decides how much memory a child needs. A JPEG's colours are
     * those of BT.601 in full range (ITU-T T.871, section 7), whatever the stream's are.
     */
    private static FfmpegCommand arguments(int maxWidth) {
        String scale = "scale='min(%d,max(1,round(iw*sar)))':'max(1,round(ow*ih/iw/sar))'".formatted(maxWidth)
                + ":out_color_matrix=bt601:out_range=pc,setsar=1";
        List<String> arguments = new ArrayList<>(INPUT);
        arguments.addAll(List.of("-vf", scale));
        arguments.addAll(OUTPUT);
        return FfmpegCommand.reading(arguments);
    }

    /** A child that does not take all of it says why when it ends. */
    private static void write(MediaFrame key, Track.Video video, FfmpegProcess child) {
        try (FlvInput input = new FlvInput(child.input())) {
            input.begin(new Tracks(video, null), key.dts());
            input.write(key);
        } catch (IOException e) {
            log.debug("ffmpeg {} reads no more", child.pid(), e);
        }
    }

    private static byte[] read(FfmpegProcess child) {
        try {
            return child.media().readNBytes(MAX_JPEG);
        } catch (IOException e) {
            log.debug("the output of ffmpeg {} broke off", child.pid(), e);
            return new byte[0];
        }
    }

    private byte[] complete(byte[] jpeg, FfmpegExit exit) throws IOException {
        if (exit.reason() == ExitReason.STOPPED) {
            throw new IOException("it took longer than " + limit.toMillis() + " ms");
        }
        if (!isJpeg(jpeg)) {
            throw new IOException(exit.detail());
        }
        return jpeg;
    }

    /** From SOI to EOI (ITU-T T.81, B.1.1.3). */
    private static boolean isJpeg(byte[] bytes) {
        int end = bytes.length;
        return end >= SHORTEST_JPEG
                && (bytes[0] & 0xff) == 0xff
                && (bytes[1] & 0xff) == 0xd8
                && (bytes[end - 2] & 0xff) == 0xff
                && (bytes[end - 1] & 0xff) == 0xd9;
    }
}
