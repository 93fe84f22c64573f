package atrium.stream.pull;

import atrium.stream.access.SourceUrl;
import atrium.stream.ingest.ffmpeg.FfmpegProcesses;
import atrium.stream.ingest.ffmpeg.FfmpegProperties;
import atrium.stream.ingest.ffmpeg.RtspTransport;
import atrium.stream.ingest.ffmpeg.SourceOptions;
import atrium.stream.live.Publication;
import atrium.stream.live.Source;
import atrium.stream.pull.proxy.Roads;
import java.util.function.Supplier;

/**
 * A URL that ffmpeg reads: each run is one child, whose output is read as FLV.
 *
 * <p>A run has a platform thread, because it blocks in the kernel on a pipe, where a virtual thread would hold its
 * carrier.
 */
final class PulledSource implements Source {

    private final SourceUrl url;
    private final RtspTransport transport;
    private final Roads roads;
    private final FfmpegProcesses processes;
    private final Supplier<FfmpegProperties> properties;
    /** What one run has found out saves the next one the first try. */
    private volatile boolean audioToAac;

    PulledSource(
            SourceUrl url,
            RtspTransport transport,
            Roads roads,
            FfmpegProcesses processes,
            Supplier<FfmpegProperties> properties) {
        this.url = url;
        this.transport = transport;
        this.roads = roads;
        this.processes = processes;
        this.properties = properties;
    }

    @Override
    public Running start(Publication publication) {
        PullRun run = new PullRun(this, publication, roads, processes);
        Thread.ofPlatform().daemon().name("pull-" + url.scheme().text()).start(run);
        return run;
    }

    @Override
    public String masked() {
        return url.masked();
    }

    SourceUrl url() {
        return url;
    }

    SourceOptions options() {
        return new SourceOptions(transport, audioToAac, properties.get().sourceTimeout());
    }

    /** Encodes the audio anew from now on; false if that has been done already. */
    boolean encodeAudio() {
        boolean before = audioToAac;
        audioToAac = true;
        return !before;
    }
}
