package atrium.stream.transcode;

import atrium.stream.live.LiveStream;
import atrium.stream.live.Publication;
import atrium.stream.live.Source;
import atrium.stream.live.StreamName;
import java.util.Optional;
import java.util.function.Function;

/** A stream that is another one in another codec: each run watches that one and has an encoder of its own. */
final class TranscodedSource implements Source {

    private final StreamName parent;
    private final Function<StreamName, Optional<LiveStream>> streams;
    private final Encoders encoders;
    private final Runnable onGone;

    /** @param onGone told, on any thread, when there is no such stream as {@code parent} any more */
    TranscodedSource(
            StreamName parent, Function<StreamName, Optional<LiveStream>> streams, Encoders encoders, Runnable onGone) {
        this.parent = parent;
        this.streams = streams;
        this.encoders = encoders;
        this.onGone = onGone;
    }

    /** Begins a turn of the loop later: what ends at once must not end before it is known to run. */
    @Override
    public Running start(Publication publication) {
        TranscodedRun run = new TranscodedRun(publication, encoders, onGone);
        publication
                .loop()
                .execute(() -> streams.apply(parent)
                        .ifPresentOrElse(run::watch, () -> run.gone("there is no stream " + parent + " any more")));
        return run;
    }

    @Override
    public String masked() {
        return parent.text();
    }
}
