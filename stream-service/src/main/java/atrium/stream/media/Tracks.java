package atrium.stream.media;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tracks of a stream as far as they are known: at most one of each medium. */
public record Tracks(Track.@Nullable Video video, Track.@Nullable Audio audio) {

    public static final Tracks NONE = new Tracks(null, null);

    /** These, with {@code track} in the place of the one of its medium. */
    public Tracks with(Track track) {
        return switch (track) {
            case Track.Video next -> new Tracks(next, audio);
            case Track.Audio next -> new Tracks(video, next);
        };
    }

    public boolean contains(Track track) {
        return track.equals(video) || track.equals(audio);
    }

    /** Video first: the order in which players expect headers. */
    public Stream<Track> stream() {
        return Stream.of(video, audio).<Track>mapMulti((track, to) -> {
            if (track != null) {
                to.accept(track);
            }
        });
    }
}
