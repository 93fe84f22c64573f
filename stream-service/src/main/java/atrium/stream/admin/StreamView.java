package atrium.stream.admin;

import atrium.stream.live.StreamStatus;
import atrium.stream.media.Track;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stream as REST shows it.
 *
 * @param source where it is pulled from, without credentials
 * @param publish whether it is published to
 * @param instance the service instance that has it
 * @param reason why it is not live, where there is something to say
 */
record StreamView(
        String name,
        String state,
        @Nullable String source,
        boolean publish,
        @JsonProperty("public") boolean isPublic,
        @Nullable Video video,
        @Nullable Audio audio,
        long kbps,
        int viewers,
        long uptimeSeconds,
        String instance,
        @Nullable String reason) {

    record Video(String codec, int width, int height, double fps) {}

    record Audio(String codec, int sampleRate, int channels) {}

    static StreamView of(StreamStatus status, Instant now, String instance) {
        Instant since = status.since();
        return new StreamView(
                status.name(),
                status.state().text(),
                status.source(),
                status.source() == null,
                status.isPublic(),
                video(status),
                audio(status),
                status.bitsPerSecond() / 1000,
                status.viewers(),
                since == null ? 0 : Duration.between(since, now).toSeconds(),
                instance,
                status.reason());
    }

    private static @Nullable Video video(StreamStatus status) {
        Track.Video track = status.tracks().video();
        double fps = Math.round(status.picturesPerSecond() * 100) / 100.0;
        return track == null ? null : new Video(track.codec(), track.width(), track.height(), fps);
    }

    private static @Nullable Audio audio(StreamStatus status) {
        Track.Audio track = status.tracks().audio();
        return track == null ? null : new Audio(track.codec(), track.sampleRate(), track.channels());
    }
}
