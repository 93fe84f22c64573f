package atrium.stream.pull;

import atrium.stream.access.SourcePolicy;
import atrium.stream.access.SourceRefusedException;
import atrium.stream.access.SourceUrl;
import atrium.stream.ingest.ffmpeg.FfmpegProcesses;
import atrium.stream.ingest.ffmpeg.FfmpegProperties;
import atrium.stream.ingest.ffmpeg.RtspTransport;
import atrium.stream.live.Source;
import atrium.stream.pull.proxy.Roads;
import java.util.function.Supplier;

/** Makes sources of URLs. */
public final class PulledSources {

    private final SourcePolicy policy;
    private final Roads roads;
    private final FfmpegProcesses processes;
    private final Supplier<FfmpegProperties> properties;

    public PulledSources(
            SourcePolicy policy, Roads roads, FfmpegProcesses processes, Supplier<FfmpegProperties> properties) {
        this.policy = policy;
        this.roads = roads;
        this.processes = processes;
        this.properties = properties;
    }

    /**
     * The source behind {@code url}; what is wrong with it, now or later, becomes the reason of its stream.
     *
     * @param transport what carries the media if it is an RTSP source
     */
    public Source of(String url, RtspTransport transport) {
        try {
            return new PulledSource(SourceUrl.parse(url), transport, roads, processes, properties);
        } catch (SourceRefusedException e) {
            return new RefusedSource("not a source", String.valueOf(e.getMessage()));
        }
    }

    /** Refuses what would be refused if it were started now. Blocks to look the host up. */
    public void check(String url) throws SourceRefusedException {
        policy.check(SourceUrl.parse(url));
    }
}
