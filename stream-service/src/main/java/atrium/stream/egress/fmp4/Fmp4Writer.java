package atrium.stream.egress.fmp4;

import atrium.stream.container.fmp4.FragmentWriter;
import atrium.stream.container.fmp4.InitSegment;
import atrium.stream.live.PackageWriter;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * One stream as fragmented MP4: a header, a fragment a frame, and a new header wherever the tracks that MP4 carries
 * change.
 */
final class Fmp4Writer implements PackageWriter {

    private static final int HEADER_ROOM = 2048;

    private final ByteBufAllocator allocator;
    private final FragmentWriter fragments = new FragmentWriter();
    private Tracks tracks = Tracks.NONE;
    private long newest = Long.MIN_VALUE;
    private @Nullable String contentType;

    Fmp4Writer(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /** A viewer may begin before the newest frame; then {@code known} is older than what the frames since have told. */
    @Override
    public ByteBuf head(Tracks known, long dts) {
        if (dts >= newest) {
            tracks = known;
        }
        return header(known);
    }

    @Override
    public ByteBuf frame(MediaFrame frame) {
        newest = Math.max(newest, frame.dts());
        if (frame.isConfiguration()) {
            return configuration(frame.track());
        }
        if (!tracks.contains(frame.track())) {
            tracks = tracks.with(frame.track());
        }
        return InitSegment.carries(frame.track()) ? fragment(frame) : Unpooled.EMPTY_BUFFER;
    }

    /** Also where the track is known: the frame is kept for viewers whose head may not have told them. */
    private ByteBuf configuration(Track track) {
        Tracks before = InitSegment.carried(tracks);
        tracks = tracks.with(track);
        boolean told = !InitSegment.carries(track) && InitSegment.carried(tracks).equals(before);
        return told ? Unpooled.EMPTY_BUFFER : header(tracks);
    }

    public @Nullable String contentType() {
        return contentType;
    }

    private ByteBuf header(Tracks described) {
        contentType = InitSegment.mimeType(described);
        ByteBuf out = allocator.directBuffer(HEADER_ROOM);
        InitSegment.write(out, described);
        return out;
    }

    private ByteBuf fragment(MediaFrame frame) {
        ByteBuf out = allocator.directBuffer(FragmentWriter.size(frame));
        fragments.write(out, frame);
        return out;
    }
}
