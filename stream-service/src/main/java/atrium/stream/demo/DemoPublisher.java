package atrium.stream.demo;

import atrium.platform.netty.NettyServer;
import atrium.stream.access.StreamKeys;
import atrium.stream.ingest.ffmpeg.FfmpegCommand;
import atrium.stream.ingest.ffmpeg.FfmpegExit;
import atrium.stream.ingest.ffmpeg.FfmpegProcess;
import atrium.stream.ingest.ffmpeg.FfmpegProcesses;
import atrium.stream.live.StreamName;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Publishes a test pattern with a tone by the same road as everybody: an ffmpeg, RTMP, a stream key, made anew for each
 * run. Started again when it dies.
 */
public final class DemoPublisher implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(DemoPublisher.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** Before the streams say good-bye, so that the demo does not come back meanwhile. */
    private static final int PHASE = DEFAULT_PHASE - 256;

    private final StreamName room;
    private final StreamKeys keys;
    private final FfmpegProcesses processes;
    private final NettyServer rtmp;
    private volatile @Nullable Thread supervisor;

    public DemoPublisher(StreamName room, StreamKeys keys, FfmpegProcesses processes, NettyServer rtmp) {
        this.room = room;
        this.keys = keys;
        this.processes = processes;
        this.rtmp = rtmp;
    }

    @Override
    public void start() {
        supervisor = Thread.ofVirtual().name("demo").start(this::supervise);
    }

    @Override
    public void stop() {
        Thread running = supervisor;
        supervisor = null;
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return supervisor != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private void supervise() {
        log.info("publishing a test pattern as {}", room);
        while (!Thread.currentThread().isInterrupted()) {
            try {
                publish();
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                log.error("the demo cannot be published", e);
                return;
            }
        }
    }

    private void publish() throws IOException, InterruptedException {
        String key = keys.issue(room.text());
        try (FfmpegProcess child = processes.start(new FfmpegCommand(arguments(key), List.of(key)))) {
            FfmpegExit exit = child.onExit().get();
            log.warn("the demo's ffmpeg ended: {}", exit.detail());
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    /** 640x360 with a key picture a second costs a few percent of a core; the pattern has a part that moves. */
    private List<String> arguments(String key) {
        String url = "rtmp://127.0.0.1:" + rtmp.port() + "/live/" + room + "?key=" + key;
        String line = """
                -nostdin -hide_banner -nostats -loglevel level+warning -threads 1 -re
                -f lavfi -i testsrc2=size=640x360:rate=25
                -f lavfi -i sine=frequency=440:beep_factor=4:sample_rate=48000
                -c:v libopenh264 -pix_fmt yuv420p -b:v 600k -g 25 -bf 0
                -c:a aac -b:a 64k -ac 2
                -f flv -flvflags no_duration_filesize
                """;
        return Stream.concat(Arrays.stream(line.strip().split("\\s+")), Stream.of(url))
                .toList();
    }
}
