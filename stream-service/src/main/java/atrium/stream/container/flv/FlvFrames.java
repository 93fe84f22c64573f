package atrium.stream.container.flv;

import static atrium.stream.container.flv.EnhancedTag.need;

import atrium.stream.codec.MalformedInputException;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of FLV's audio and video tags as media frames: the legacy ones (Adobe FLV 10.1, E.4.2 and E.4.3) and those
 * of Enhanced RTMP v1 and v2. RTMP's media messages have the same. One a source, used by one thread.
 */
public final class FlvFrames {

    private static final int KEY_FRAME = 1;
    private static final int COMMAND_FRAME = 5;

    /** {@code isExVideoHeader}: the low four bits are a packet type, and four characters of the codec follow. */
    private static final int ENHANCED_VIDEO = 0x80;
    /** {@code SoundFormat.ExHeader}: likewise. */
    private static final int ENHANCED_AUDIO = 9;

    // AVCPacketType, AACPacketType, VideoPacketType and AudioPacketType agree as far as they go.
    private static final int SEQUENCE_START = 0;
    private static final int CODED_FRAMES = 1;
    private static final int SEQUENCE_END = 2;
    private static final int CODED_FRAMES_X = 3;
    private static final int VIDEO_METADATA = 4;
    private static final int AUDIO_MULTICHANNEL_CONFIG = 4;
    private static final int MPEG2TS_SEQUENCE_START = 5;

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

    private Optional<MediaFrame> video(long dts, ByteBuf body) {
        int first = body.readUnsignedByte();
        int frameType = first >> 4 & 7;
        boolean key = frameType == KEY_FRAME;
        if ((first & ENHANCED_VIDEO) == 0) {
            FlvCodec codec = FlvCodec.legacyVideo(first & 0xf);
            return frameType == COMMAND_FRAME ? Optional.empty() : legacyVideo(codec, key, dts, body);
        }
        if (frameType == COMMAND_FRAME) { // or metadata, of which nothing is read either
            return Optional.empty();
        }
        return EnhancedTag.read(first & 0xf, EnhancedTag.VIDEO_MULTITRACK, body)
                .flatMap(tag -> enhancedVideo(tag, key, dts));
    }

    /** VIDEODATA, E.4.3.1. */
    private Optional<MediaFrame> legacyVideo(FlvCodec codec, boolean key, long dts, ByteBuf body) {
        int packetType = need(body, 4).readUnsignedByte();
        long pts = dts + body.readMedium() * MediaFrame.MILLISECOND; // CompositionTime, SI24
        return switch (packetType) {
            case SEQUENCE_START -> begin(codec, dts, body);
            case CODED_FRAMES -> coded(tracks.video(), codec, key, dts, pts, body);
            default -> Optional.empty(); // end of sequence
        };
    }

    /** ExVideoTagBody. */
    private Optional<MediaFrame> enhancedVideo(EnhancedTag tag, boolean key, long dts) {
        FlvCodec codec = FlvCodec.video(tag.fourCc());
        ByteBuf body = tag.body();
        return switch (tag.packetType()) {
            case SEQUENCE_START -> begin(codec, dts, body);
            case CODED_FRAMES -> {
                long composition = codec.hasCompositionTime() ? need(body, 3).readMedium() : 0;
                yield coded(tracks.video(), codec, key, dts, dts + composition * MediaFrame.MILLISECOND, body);
            }
            case CODED_FRAMES_X -> coded(tracks.video(), codec, key, dts, dts, body);
            case SEQUENCE_END, VIDEO_METADATA, MPEG2TS_SEQUENCE_START -> Optional.empty();
            default -> throw reserved("VideoPacketType", tag);
        };
    }

    private Optional<MediaFrame> audio(long dts, ByteBuf body) {
        int first = body.readUnsignedByte();
        if (first >> 4 == ENHANCED_AUDIO) {
            return EnhancedTag.read(first & 0xf, EnhancedTag.AUDIO_MULTITRACK, body)
                    .flatMap(tag -> enhancedAudio(tag, dts));
        }
        return legacyAudio(FlvCodec.legacyAudio(first >> 4), dts, body);
    }

    /**
     * AUDIODATA, E.4.2.1. A header that holds nothing comes from ffmpeg where the AAC was in MPEG-TS: the real one
     * follows once it has read the first frame.
     */
    private Optional<MediaFrame> legacyAudio(FlvCodec codec, long dts, ByteBuf body) {
        return switch (need(body, 1).readUnsignedByte()) {
            case SEQUENCE_START -> body.isReadable() ? begin(codec, dts, body) : Optional.empty();
            case CODED_FRAMES -> coded(tracks.audio(), codec, true, dts, dts, body);
            default -> Optional.empty();
        };
    }

    /** ExAudioTagBody. */
    private Optional<MediaFrame> enhancedAudio(EnhancedTag tag, long dts) {
        FlvCodec codec = FlvCodec.audio(tag.fourCc());
        return switch (tag.packetType()) {
            case SEQUENCE_START -> begin(codec, dts, tag.body());
            case CODED_FRAMES -> coded(tracks.audio(), codec, true, dts, dts, tag.body());
            case SEQUENCE_END, AUDIO_MULTICHANNEL_CONFIG -> Optional.empty();
            default -> throw reserved("AudioPacketType", tag);
        };
    }

    private Optional<MediaFrame> begin(FlvCodec codec, long dts, ByteBuf body) {
        byte[] header = ByteBufUtil.getBytes(body);
        if (codec.isComment(header)) {
            return Optional.empty();
        }
        Track track = codec.track(header);
        tracks = tracks.with(track);
        return Optional.of(MediaFrame.configuration(track, dts));
    }

    private static Optional<MediaFrame> coded(
            @Nullable Track track, FlvCodec codec, boolean key, long dts, long pts, ByteBuf body) {
        if (track == null || FlvCodec.of(track) != codec || !body.isReadable()) {
            return Optional.empty();
        }
        return Optional.of(MediaFrame.coded(track, key, dts, pts, body.readRetainedSlice(body.readableBytes())));
    }

    /** "If any critical signaling or flags are not recognized, the system MUST fail." */
    private static MalformedInputException reserved(String what, EnhancedTag tag) {
        return new MalformedInputException(what + ": " + tag.packetType() + " is reserved");
    }
}
