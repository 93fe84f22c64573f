package atrium.stream.container.flv;

import atrium.stream.codec.MalformedInputException;
import io.netty.buffer.ByteBuf;
import java.util.Optional;

/**
 * What follows the first byte of an enhanced tag (Enhanced RTMP v2, "ExAudioTagHeader" and "ExVideoTagHeader").
 *
 * <p>Of several tracks in a tag or a stream only the default one is read: a stream has one track of each medium.
 *
 * @param packetType {@code AudioPacketType} or {@code VideoPacketType}, past all modifiers
 * @param fourCc of the codec
 * @param body the rest of the tag, or the track's part of it; shares the tag's bytes and reference count
 */
record EnhancedTag(int packetType, int fourCc, ByteBuf body) {

    /** {@code AudioPacketType.Multitrack}. */
    static final int AUDIO_MULTITRACK = 5;
    /** {@code VideoPacketType.Multitrack}. */
    static final int VIDEO_MULTITRACK = 6;

    private static final int MOD_EX = 7;
    private static final int MOD_EX_LONG = 256;

    /** {@code AvMultitrackType}: one track, many of the same codec, many of codecs of their own. */
    private static final int ONE_TRACK = 0;

    private static final int MANY_CODECS = 2;
    /** "It is RECOMMENDED to use trackId set to zero" for the default track. */
    private static final int DEFAULT_TRACK = 0;

    /**
     * Reads up to the body of the default track.
     *
     * @param packetType the low four bits of the first byte
     * @param multitrack the packet type that announces tracks with numbers
     * @return nothing if the tag is about other tracks only
     */
    static Optional<EnhancedTag> read(int packetType, int multitrack, ByteBuf in) {
        int modified = skipModifiers(packetType, in);
        return modified == multitrack
                ? readDefaultTrack(in)
                : Optional.of(new EnhancedTag(modified, readFourCc(in), in));
    }

    /** {@code ModEx}: nanoseconds to add to the time, finer than a player shows, and what later versions may define. */
    private static int skipModifiers(int first, ByteBuf in) {
        int packetType = first;
        while (packetType == MOD_EX) {
            int size = need(in, 1).readUnsignedByte() + 1;
            if (size == MOD_EX_LONG) {
                size = need(in, 2).readUnsignedShort() + 1;
            }
            need(in, size + 1).skipBytes(size);
            packetType = in.readUnsignedByte() & 0xf; // below AudioPacketModExType, VideoPacketModExType
        }
        return packetType;
    }

    private static Optional<EnhancedTag> readDefaultTrack(ByteBuf in) {
        int types = need(in, 1).readUnsignedByte();
        int multitrackType = types >> 4;
        if (multitrackType > MANY_CODECS) {
            throw new MalformedInputException("AvMultitrackType: " + multitrackType + " (expected: at most 2)");
        }
        int shared = multitrackType == MANY_CODECS ? 0 : readFourCc(in);
        do {
            int fourCc = multitrackType == MANY_CODECS ? readFourCc(in) : shared;
            int track = need(in, 1).readUnsignedByte();
            int size = multitrackType == ONE_TRACK
                    ? in.readableBytes()
                    : need(in, 3).readUnsignedMedium();
            ByteBuf body = need(in, size).readSlice(size);
            if (track == DEFAULT_TRACK) {
                return Optional.of(new EnhancedTag(types & 0xf, fourCc, body));
            }
        } while (in.isReadable());
        return Optional.empty();
    }

    private static int readFourCc(ByteBuf in) {
        return need(in, 4).readInt();
    }

    /** The same buffer, which has at least {@code bytes} to read. */
    static ByteBuf need(ByteBuf in, int bytes) {
        if (in.readableBytes() < bytes) {
            throw new MalformedInputException(
                    "media header: " + in.readableBytes() + " bytes more (expected: " + bytes + ")");
        }
        return in;
    }
}
