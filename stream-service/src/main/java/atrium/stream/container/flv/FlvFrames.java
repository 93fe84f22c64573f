package atrium.stream.container.flv;

import atrium.stream.codec.MalformedInputException;
import atrium.stream.codec.aac.AudioSpecificConfig;
import atrium.stream.codec.h264.AvcConfig;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of FLV's audio and video tags (Adobe FLV 10.1, E.4.2 and E.4.3) as media frames; RTMP's media messages
 * have the same. One a source, used by one thread.
 */
public final class FlvFrames {

    private static final int CODEC_AVC = 7;
    private static final int FORMAT_AAC = 10;
    private static final int KEY_FRAME = 1;
    private static final int INFO_FRAME = 5;
    private static final int SEQUENCE_HEADER = 0;
    private static final int CODED = 1;
    /** Enhanced RTMP v1, "Defining Additional Video Codecs": the high bit says that a fourcc follows. */
    private static final int ENHANCED = 0x80;

    private final TimestampClock clock = new TimestampClock();
    private Tracks tracks = Tracks.NONE;

    /**
     * Reads one tag's body.
     *
     * @param type a {@link FlvTagType}
     * @param timestamp the tag's 32 bits
     * @param body stays the caller's; a frame retains the part that it needs
     * @return nothing for what carries no media, and for media ahead of its decoder configuration
     * @throws MalformedInputException if the body is not what FLV allows, or a codec that is not supported
     */
    public Optional<MediaFrame> read(int type, int timestamp, ByteBuf body) {
        if (!body.isReadable() || (type != FlvTagType.VIDEO && type != FlvTagType.AUDIO)) {
            return Optional.empty();
        }
        long dts = clock.millis(timestamp) * MediaFrame.MILLISECOND;
        return type == FlvTagType.VIDEO ? video(dts, body) : audio(dts, body);
    }

    /** VIDEODATA, E.4.3.1. */
    private Optional<MediaFrame> video(long dts, ByteBuf body) {
        int first = body.readUnsignedByte();
        int frameType = first >> 4;
        if ((first & ENHANCED) != 0 || (first & 0xf) != CODEC_AVC) {
            throw new MalformedInputException("video codec: 0x%02x (expected: 7, H.264)".formatted(first));
        }
        if (frameType == INFO_FRAME) {
            return Optional.empty();
        }
        need(body, 4);
        int packetType = body.readUnsignedByte();
        long pts = dts + body.readMedium() * MediaFrame.MILLISECOND; // CompositionTime, SI24
        return switch (packetType) {
            case SEQUENCE_HEADER -> begin(new Track.H264(AvcConfig.parse(ByteBufUtil.getBytes(body))), dts);
            case CODED -> coded(tracks.video(), frameType == KEY_FRAME, dts, pts, body);
            default -> Optional.empty(); // end of sequence
        };
    }

    /** AUDIODATA, E.4.2.1. */
    private Optional<MediaFrame> audio(long dts, ByteBuf body) {
        int format = body.readUnsignedByte() >> 4;
        if (format != FORMAT_AAC) {
            throw new MalformedInputException("audio format: " + format + " (expected: 10, AAC)");
        }
        need(body, 1);
        return switch (body.readUnsignedByte()) {
            case SEQUENCE_HEADER -> begin(new Track.Aac(AudioSpecificConfig.parse(ByteBufUtil.getBytes(body))), dts);
            case CODED -> coded(tracks.audio(), true, dts, dts, body);
            default -> Optional.empty();
        };
    }

    private Optional<MediaFrame> begin(Track track, long dts) {
        tracks = tracks.with(track);
        return Optional.of(MediaFrame.configuration(track, dts));
    }

    private static Optional<MediaFrame> coded(@Nullable Track track, boolean key, long dts, long pts, ByteBuf body) {
        if (track == null || !body.isReadable()) {
            return Optional.empty();
        }
        return Optional.of(MediaFrame.coded(track, key, dts, pts, body.readRetainedSlice(body.readableBytes())));
    }

    private static void need(ByteBuf body, int bytes) {
        if (body.readableBytes() < bytes) {
            throw new MalformedInputException(
                    "media header: " + body.readableBytes() + " bytes more (expected: " + bytes + ")");
        }
    }
}
