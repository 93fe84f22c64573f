package atrium.stream.media;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * One frame of one track, or the news that a track begins or changes.
 *
 * <p>A frame owns one reference to its payload; whoever is handed a frame releases it, or hands it on. Payloads are
 * never written to after the frame is made, so that several threads may read one at the same time, each through a
 * duplicate of its own.
 *
 * @param track what the frame belongs to
 * @param kind whether the payload is media or the track's configuration
 * @param key whether decoding can begin here; true for every audio frame
 * @param dts when to decode, in ticks of {@link #TIMEBASE}, which never wrap
 * @param pts when to show, in ticks of {@link #TIMEBASE}; not before {@code dts} where a source is sane
 * @param payload the coded frame in the form that the track says; empty for a configuration, which the track holds
 */
public record MediaFrame(Track track, Kind kind, boolean key, long dts, long pts, ByteBuf payload) {

    /** Ticks a second: MPEG's, in which milliseconds and every usual frame rate are whole. */
    public static final long TIMEBASE = 90_000;

    /** Ticks a millisecond. */
    public static final long MILLISECOND = TIMEBASE / 1000;

    /** What a frame carries. */
    public enum Kind {
        /** A track begins, or its decoder configuration changes. */
        CONFIGURATION,
        /** A coded picture or a block of samples. */
        CODED
    }

    /** A track begins, or changes, at {@code dts}. */
    public static MediaFrame configuration(Track track, long dts) {
        return new MediaFrame(track, Kind.CONFIGURATION, false, dts, dts, Unpooled.EMPTY_BUFFER);
    }

    /** Takes ownership of {@code payload}. */
    public static MediaFrame coded(Track track, boolean key, long dts, long pts, ByteBuf payload) {
        return new MediaFrame(track, Kind.CODED, key, dts, pts, payload);
    }

    public boolean isVideo() {
        return track.medium() == Track.Medium.VIDEO;
    }

    public boolean isConfiguration() {
        return kind == Kind.CONFIGURATION;
    }

    /** A key picture: where a viewer of a stream with video can begin. */
    public boolean isKeyPicture() {
        return kind == Kind.CODED && key && isVideo();
    }

    /** The same frame at another time; this frame's reference passes to it. */
    public MediaFrame shifted(long ticks) {
        return at(dts + ticks, pts + ticks);
    }

    /** The same frame at other times; this frame's reference passes to it. */
    public MediaFrame at(long newDts, long newPts) {
        return newDts == dts && newPts == pts ? this : new MediaFrame(track, kind, key, newDts, newPts, payload);
    }

    public MediaFrame retain() {
        payload.retain();
        return this;
    }

    public void release() {
        payload.release();
    }
}
