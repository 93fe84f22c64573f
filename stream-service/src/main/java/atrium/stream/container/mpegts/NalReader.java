package atrium.stream.container.mpegts;

import atrium.stream.codec.nal.NalSyntax;
import atrium.stream.codec.nal.NalUnits;
import atrium.stream.codec.nal.ParameterSets;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * H.264 and H.265: an access unit a packet (ISO/IEC 13818-1, sections 2.14 and 2.17), from the byte stream format to NAL
 * units after their lengths. Delimiters, filling and parameter sets are left out, as FLV and MP4 have them: the sets are
 * the track's configuration.
 */
final class NalReader implements StreamReader {

    private static final int LENGTH = 4;

    private final NalSyntax syntax;
    private final ByteBufAllocator allocator;
    private final Consumer<MediaFrame> frames;
    private final ParameterSets sets;
    private Track.@Nullable Video track;
    private boolean broken = true;

    NalReader(NalSyntax syntax, ByteBufAllocator allocator, Consumer<MediaFrame> frames) {
        this.syntax = syntax;
        this.allocator = allocator;
        this.frames = frames;
        this.sets = new ParameterSets(syntax);
    }

    @Override
    public void packet(ByteBuf content, long dts, long pts, boolean randomAccess) {
        int size = 0;
        boolean slice = false;
        boolean key = false;
        boolean configured = false;
        NalUnits units = NalUnits.annexB(content);
        while (units.next()) {
            int type = typeOf(content, units);
            size += isKept(type) ? LENGTH + units.length() : 0;
            slice |= syntax.isSlice(type);
            key |= syntax.isKeySlice(type);
            configured |= collect(type, content, units);
        }
        if (configured) {
            sets.end();
        }
        if (slice) {
            // Broadcasters send pictures that are no IDR, yet can be begun with, and say so.
            picture(content, size, key || randomAccess && configured, dts, pts);
        }
    }

    @Override
    public void lost() {
        broken = true;
    }

    private void picture(ByteBuf content, int size, boolean key, long dts, long pts) {
        broken &= !key;
        broken |= dts == NONE || !broken && !configure(dts);
        if (broken || track == null) {
            return;
        }
        ByteBuf payload = allocator.buffer(size, size);
        NalUnits units = NalUnits.annexB(content);
        while (units.next()) {
            if (isKept(typeOf(content, units))) {
                payload.writeInt(units.length()).writeBytes(content, units.start(), units.length());
            }
        }
        frames.accept(MediaFrame.coded(track, key, dts, pts, payload));
    }

    private boolean collect(int type, ByteBuf content, NalUnits units) {
        if (!syntax.isParameterSet(type)) {
            return false;
        }
        byte[] set = new byte[units.length()];
        content.getBytes(units.start(), set);
        sets.add(type, set);
        return true;
    }

    /** Announces the track where it is new; false if its configuration is not complete. */
    private boolean configure(long dts) {
        if (sets.takeChange()) {
            track = switch (syntax) {
                case H264 -> new Track.H264(sets.avcConfig());
                case H265 -> new Track.H265(sets.hevcConfig());
            };
            frames.accept(MediaFrame.configuration(track, dts));
        }
        return track != null;
    }

    private boolean isKept(int type) {
        return !syntax.isParameterSet(type) && !syntax.isPadding(type);
    }

    private int typeOf(ByteBuf content, NalUnits units) {
        return syntax.type(content.getUnsignedByte(units.start()));
    }
}
