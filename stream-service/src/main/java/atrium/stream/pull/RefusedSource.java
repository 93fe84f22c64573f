package atrium.stream.pull;

import atrium.stream.live.Publication;
import atrium.stream.live.Source;

/** Stands for a configured source that cannot be one: its stream exists and says why it never comes. */
record RefusedSource(String masked, String reason) implements Source {

    @Override
    public Running start(Publication publication) {
        publication.loop().execute(() -> publication.end(reason));
        return () -> {};
    }
}
