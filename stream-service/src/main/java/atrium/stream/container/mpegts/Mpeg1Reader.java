package atrium.stream.container.mpegts;

import atrium.stream.codec.MalformedInputException;
import atrium.stream.codec.nal.NalUnits;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * MPEG-1 video, a picture a packet with the headers before it (ISO/IEC 11172-2, section 2.4.2). Its start codes are those
 * of Annex B, with the code's value in the place of a NAL unit's header.
 */
final class Mpeg1Reader implements StreamReader {

    private static final int PICTURE = 0x00;
    private static final int SEQUENCE_HEADER = 0xb3;
    private static final int EXTENSION = 0xb5;
    private static final int INTRA = 1;

    private final ByteBufAllocator allocator;
    private final Consumer<MediaFrame> frames;
    private Track.@Nullable Mpeg1 track;
    private boolean broken = true;

    Mpeg1Reader(ByteBufAllocator allocator, Consumer<MediaFrame> frames) {
        this.allocator = allocator;
        this.frames = frames;
    }

    @Override
    public void packet(ByteBuf content, long dts, long pts, boolean randomAccess) {
        Track.Mpeg1 sequence = null;
        NalUnits codes = NalUnits.annexB(content);
        while (codes.next()) {
            switch (content.getUnsignedByte(codes.start())) {
                case SEQUENCE_HEADER -> sequence = sequence(content, codes);
                case EXTENSION -> throw new MalformedInputException("video: MPEG-2 (expected: MPEG-1, H.264 or H.265)");
                case PICTURE -> {
                    picture(content, codes, sequence, dts, pts);
                    return;
                }
                default -> {
                    // a group's header, or user data
                }
            }
        }
    }

    @Override
    public void lost() {
        broken = true;
    }

    /** A key picture is one that needs no other, after the header that tells its size. */
    private void picture(ByteBuf content, NalUnits picture, Track.@Nullable Mpeg1 sequence, long dts, long pts) {
        boolean key = sequence != null && picture.length() >= 3 && codingType(content, picture.start()) == INTRA;
        if (dts == NONE) {
            broken = true;
            return;
        }
        broken &= !key;
        if (sequence != null && key && !sequence.equals(track)) {
            track = sequence;
            frames.accept(MediaFrame.configuration(sequence, dts));
        }
        if (track != null && !broken) {
            ByteBuf payload = allocator.buffer(content.readableBytes());
            payload.writeBytes(content, content.readerIndex(), content.readableBytes());
            frames.accept(MediaFrame.coded(track, key, dts, pts, payload));
        }
    }

    /** After 10 bits of temporal_reference (section 2.4.2.5). */
    private static int codingType(ByteBuf content, int start) {
        return content.getByte(start + 2) >> 3 & 7;
    }

    /** 12 bits of width, 12 of height (section 2.4.2.3). */
    private static Track.Mpeg1 sequence(ByteBuf content, NalUnits header) {
        int size = header.length() < 4 ? 0 : content.getUnsignedMedium(header.start() + 1);
        int width = size >> 12;
        int height = size & 0xfff;
        if (width == 0 || height == 0) {
            throw new MalformedInputException("picture size: " + width + "x" + height + " (expected: positive)");
        }
        return new Track.Mpeg1(width, height);
    }
}
