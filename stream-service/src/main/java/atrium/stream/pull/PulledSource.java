package atrium.stream.pull;

import atrium.stream.access.SourcePolicy;
import atrium.stream.access.SourceRefusedException;
import atrium.stream.access.SourceUrl;
import atrium.stream.ingest.ffmpeg.FfmpegExit;
import atrium.stream.ingest.ffmpeg.FfmpegProcess;
import atrium.stream.ingest.ffmpeg.FfmpegProcesses;
import atrium.stream.ingest.ffmpeg.FfmpegProperties;
import atrium.stream.ingest.ffmpeg.SourceArguments;
import atrium.stream.ingest.ffmpeg.SourceOptions;
import atrium.stream.ingest.flv.FlvIngest;
import atrium.stream.live.Publication;
import atrium.stream.live.Source;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A URL that ffmpeg reads: each run is one child, whose output is read as FLV.
 *
 * <p>A run has a platform thread, because it blocks in the kernel on a pipe, where a virtual thread would hold its
 * carrier.
 */
final class PulledSource implements Source {

    private static final Logger log = LoggerFactory.getLogger(PulledSource.class);

    /** How long a child that has said all may take to end by itself, so that its own reason is what is told. */
    private static final long GRACE_SECONDS = 1;

    private final SourceUrl url;
    private final SourcePolicy policy;
    private final FfmpegProcesses processes;
    private final Supplier<FfmpegProperties> properties;

    PulledSource(SourceUrl url, SourcePolicy policy, FfmpegProcesses processes, Supplier<FfmpegProperties> properties) {
        this.url = url;
        this.policy = policy;
        this.processes = processes;
        this.properties = properties;
    }

    @Override
    public Running start(Publication publication) {
        Run run = new Run(publication);
        Thread.ofPlatform().daemon().name("pull-" + url.scheme().text()).start(run);
        return run;
    }

    @Override
    public String masked() {
        return url.masked();
    }

    private final class Run implements Runnable, Running {

        private final Publication publication;
        private volatile boolean stopped;
        private volatile @Nullable FfmpegProcess child;

        private Run(Publication publication) {
            this.publication = publication;
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

        /** Reads to the end and says why it came. */
        private String pull() {
            try {
                policy.check(url); // each time: the host may have another address now
                child = processes.start(SourceArguments.toFlv(
                        url, SourceOptions.copying(properties.get().sourceTimeout())));
                return read(child);
            } catch (SourceRefusedException e) {
                return String.valueOf(e.getMessage());
            } catch (IOException e) {
                log.warn("{} could not be pulled", url.masked(), e);
                return "ffmpeg could not be started";
            }
        }

        private String read(FfmpegProcess from) {
            if (stopped) {
                closeChild();
            }
            try {
                new FlvIngest(publication).readFully(from.media());
            } catch (IOException e) {
                log.debug("the output of ffmpeg {} broke off", from.pid(), e);
            } catch (RuntimeException e) {
                from.close();
                return String.valueOf(e.getMessage());
            }
            FfmpegExit exit = from.onExit()
                    .completeOnTimeout(null, GRACE_SECONDS, TimeUnit.SECONDS)
                    .join();
            from.close();
            return exit == null ? from.onExit().join().detail() : exit.detail();
        }

        /** Not on the caller's thread, which is an event loop: a child may take its time. */
        private void closeChild() {
            FfmpegProcess running = child;
            if (running != null) {
                Thread.startVirtualThread(running::close);
            }
        }
    }
}
