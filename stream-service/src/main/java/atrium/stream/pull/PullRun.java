package atrium.stream.pull;

import atrium.stream.access.SourceRefusedException;
import atrium.stream.ingest.ffmpeg.ExitReason;
import atrium.stream.ingest.ffmpeg.FfmpegExit;
import atrium.stream.ingest.ffmpeg.FfmpegProcess;
import atrium.stream.ingest.ffmpeg.FfmpegProcesses;
import atrium.stream.ingest.ffmpeg.SourceArguments;
import atrium.stream.ingest.flv.FlvIngest;
import atrium.stream.live.Publication;
import atrium.stream.live.Source;
import atrium.stream.pull.proxy.Road;
import atrium.stream.pull.proxy.Roads;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a {@link PulledSource}: a child, or a second one if the first finds audio that it cannot carry. */
final class PullRun implements Runnable, Source.Running {

    private static final Logger log = LoggerFactory.getLogger(PullRun.class);

    /** How long a child that has said all may take to end by itself, so that its own reason is what is told. */
    private static final long GRACE_SECONDS = 1;
    /** How the reader of FLV begins when it meets a codec that ffmpeg put into FLV and the service does not carry. */
    private static final String OF_AUDIO = "audio ";

    private final PulledSource source;
    private final Publication publication;
    private final Roads roads;
    private final FfmpegProcesses processes;
    private volatile boolean stopped;
    private volatile @Nullable FfmpegProcess child;

    PullRun(PulledSource source, Publication publication, Roads roads, FfmpegProcesses processes) {
        this.source = source;
        this.publication = publication;
        this.roads = roads;
        this.processes = processes;
    }

    @Override
    public void run() {
        publication.end(pull());
    }

    @Override
    public void stop() {
        stopped = true;
        closeChild();
    }

    /** How a child ended: in words, and whether it would have gone on but for its audio. */
    private record Outcome(String reason, boolean forAudio) {}

    /** Reads to the end and says why it came. */
    private String pull() {
        try {
            Outcome outcome = pullOnce();
            return outcome.forAudio() && !stopped && source.encodeAudio()
                    ? pullOnce().reason()
                    : outcome.reason();
        } catch (SourceRefusedException e) {
            return String.valueOf(e.getMessage());
        } catch (IOException e) {
            log.warn("{} could not be pulled", source.masked(), e);
            return "ffmpeg could not be started";
        }
    }

    private Outcome pullOnce() throws SourceRefusedException, IOException {
        // The policy is asked each time: the host may have another address now.
        try (Road road = roads.open(source.url())) {
            FfmpegProcess started = processes.start(SourceArguments.toFlv(road.route(), source.options()));
            child = started;
            road.refusal().thenRun(this::closeChild);
            if (stopped) {
                closeChild();
            }
            Outcome outcome = readWatched(started, road);
            String refusal = road.refusal().getNow(null);
            return refusal == null ? outcome : new Outcome(refusal, false);
        }
    }

    /**
     * ffmpeg bounds each silence, but may wait several times before it has media, and a peer that trickles never
     * bores it: so the time to the first media is bounded as a whole.
     */
    private Outcome readWatched(FfmpegProcess from, Road road) {
        Duration patience = source.options().timeout().multipliedBy(2);
        try (FirstByte media = new FirstByte(from.media())) {
            Future<?> watch = publication
                    .loop()
                    .schedule(
                            () -> {
                                if (media.expire()) {
                                    closeChild();
                                }
                            },
                            patience.toMillis(),
                            TimeUnit.MILLISECONDS);
            Outcome outcome = read(from, media, road);
            watch.cancel(false);
            return media.isExpired()
                    ? new Outcome("timed out: no media within " + patience.toSeconds() + " s", false)
                    : outcome;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Outcome read(FfmpegProcess from, InputStream media, Road road) {
        try {
            new FlvIngest(publication).readFully(media);
        } catch (IOException e) {
            log.debug("the output of ffmpeg {} broke off", from.pid(), e);
        } catch (RuntimeException e) {
            from.close();
            String reason = String.valueOf(e.getMessage());
            return new Outcome(reason, reason.startsWith(OF_AUDIO));
        }
        FfmpegExit exit = from.onExit()
                .completeOnTimeout(null, GRACE_SECONDS, TimeUnit.SECONDS)
                .join();
        from.close();
        return outcome(exit == null ? from.onExit().join() : exit, road);
    }

    /** ffmpeg only sees that the way is barred; why, the road knows. */
    private static Outcome outcome(FfmpegExit exit, Road road) {
        String reason = exit.reason() == ExitReason.ENDED || exit.reason() == ExitReason.STOPPED
                ? exit.detail()
                : road.trouble().orElse(exit.detail());
        return new Outcome(reason, exit.reason() == ExitReason.AUDIO_NOT_CARRIED);
    }

    /** Not on the caller's thread, which is an event loop: a child may take its time. */
    private void closeChild() {
        FfmpegProcess running = child;
        if (running != null) {
            Thread.startVirtualThread(running::close);
        }
    }
}
