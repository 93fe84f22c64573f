package atrium.stream.egress.hls;

import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import atrium.stream.media.Tracks;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a Multivariant Playlist (section 4.4.6) of the one Variant Stream that there is, as it was of late. */
final class MultivariantPlaylist {

    /** What EXT-X-MAP asks for (section 8). */
    private static final int VERSION = 6;

    private MultivariantPlaylist() {}

    /** @param media where the Media Playlist is */
    static String of(Window window, String media) {
        Tracks tracks = window.open().initialization().tracks();
        StringBuilder out =
                new StringBuilder("#EXTM3U\n#EXT-X-VERSION:").append(VERSION).append('\n');
        if (window.independent()) {
            out.append("#EXT-X-INDEPENDENT-SEGMENTS\n");
        }
        out.append("#EXT-X-STREAM-INF:BANDWIDTH=").append(peak(window.segments()));
        out.append(",AVERAGE-BANDWIDTH=").append(average(window.segments()));
        out.append(",CODECS=\"")
                .append(tracks.stream().map(Track::codec).collect(Collectors.joining(",")))
                .append('"');
        Track.Video video = tracks.video();
        if (video != null) {
            out.append(",RESOLUTION=").append(video.width()).append('x').append(video.height());
            out.append(",FRAME-RATE=").append(Decimal.rate(window.pace().interval()));
        }
        return out.append('\n').append(media).append('\n').toString();
    }

    /** Bits a second of the segment that has most of them. */
    private static long peak(List<Segment> segments) {
        return segments.stream()
                .mapToLong(segment -> rate(segment.size(), segment.duration()))
                .max()
                .orElse(0);
    }

    private static long average(List<Segment> segments) {
        return rate(
                segments.stream().mapToLong(Segment::size).sum(),
                segments.stream().mapToLong(Segment::duration).sum());
    }

    private static long rate(long bytes, long ticks) {
        return bytes * Byte.SIZE * MediaFrame.TIMEBASE / Math.max(1, ticks);
    }
}
