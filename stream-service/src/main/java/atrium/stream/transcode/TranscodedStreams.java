package atrium.stream.transcode;

import atrium.stream.ingest.ffmpeg.FfmpegProcesses;
import atrium.stream.live.LiveStream;
import atrium.stream.live.StreamName;
import atrium.stream.live.StreamRegistry;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Streams in another codec: each is a stream of its own in the registry, whose source is an encoder that runs only while
 * somebody watches, so that all viewers share one. Thread-safe.
 *
 * <p>A stream that is made of another is forgotten when that one is gone: at once if it is watched, otherwise when the
 * next one is made.
 */
public final class TranscodedStreams {

    private static final String MPEG1 = "mpeg1";

    private final StreamRegistry streams;
    private final Encoders encoders;
    /** The streams of which one is made; changed under this object's lock, together with the registry. */
    private final Set<StreamName> parents = ConcurrentHashMap.newKeySet();

    public TranscodedStreams(
            StreamRegistry streams,
            FfmpegProcesses processes,
            Supplier<TranscodeProperties> properties,
            TranscodeMeters meters) {
        this.streams = streams;
        this.encoders = new Encoders(processes, properties, meters);
    }

    /**
     * {@code parent} as MPEG-1 video and layer II sound. Who may see it is asked of the parent; by itself it is not
     * public.
     */
    public Optional<LiveStream> mpeg1(LiveStream parent) {
        StreamName name = parent.name();
        if (!parents.contains(name)) {
            forgetOrphans();
            make(name);
        }
        return streams.find(name.derived(MPEG1));
    }

    private synchronized void make(StreamName parent) {
        if (!parents.contains(parent)) {
            TranscodedSource source = new TranscodedSource(parent, streams::find, encoders, () -> forget(parent));
            streams.configure(parent.derived(MPEG1), source, true, false);
            parents.add(parent); // last: who finds it here looks it up there
        }
    }

    private synchronized void forget(StreamName parent) {
        if (parents.remove(parent)) {
            streams.forget(parent.derived(MPEG1));
        }
    }

    private void forgetOrphans() {
        for (StreamName parent : parents) {
            if (streams.find(parent).isEmpty()) {
                forget(parent);
            }
        }
    }
}
