package atrium.stream.live;

import atrium.stream.media.Tracks;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What can be told of a stream at one moment.
 *
 * @param source the URL of the configured source without credentials; none where it is published
 * @param published whether a publisher feeds it now
 * @param since when it became live; none while it is not
 * @param reason why it is not live, where there is something to say
 */
public record StreamStatus(
        String name,
        StreamState state,
        @Nullable String source,
        boolean isPublic,
        boolean published,
        Tracks tracks,
        double picturesPerSecond,
        long bitsPerSecond,
        int viewers,
        @Nullable Instant since,
        @Nullable String reason) {}
