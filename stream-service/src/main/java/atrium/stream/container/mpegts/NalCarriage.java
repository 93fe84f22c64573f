package atrium.stream.container.mpegts;

import atrium.stream.codec.nal.NalSyntax;
import atrium.stream.codec.nal.NalUnits;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Of H.264 and H.265: the byte stream format, each access unit after a delimiter (ISO/IEC 13818-1, sections 2.14.1 and
 * 2.17.1). Before a key picture come the parameter sets, which other containers keep apart.
 */
final class NalCarriage implements Carriage {

    private static final int START_CODE = 4;

    private final NalSyntax syntax;
    private final int streamType;
    private final int lengthSize;
    private final List<byte[]> parameterSets;
    private final byte[] delimiter;
    private final int parameterSetsSize;

    NalCarriage(NalSyntax syntax, int streamType, int lengthSize, List<byte[]> parameterSets) {
        this.syntax = syntax;
        this.streamType = streamType;
        this.lengthSize = lengthSize;
        this.parameterSets = parameterSets;
        this.delimiter = syntax.delimiter();
        this.parameterSetsSize =
                parameterSets.stream().mapToInt(set -> START_CODE + set.length).sum();
    }

    @Override
    public int streamType() {
        return streamType;
    }

    @Override
    public int streamId() {
        return VIDEO;
    }

    @Override
    public int size(ByteBuf frame, boolean key) {
        int size = 0;
        NalUnits units = NalUnits.lengthPrefixed(frame, lengthSize);
        while (units.next()) {
            size += isDelimiter(frame, units) ? 0 : START_CODE + units.length();
        }
        return size == 0 ? REFUSED : size + START_CODE + delimiter.length + (key ? parameterSetsSize : 0);
    }

    @Override
    public void write(PesWriter out, ByteBuf frame, boolean key) {
        unit(out, delimiter);
        if (key) {
            for (byte[] set : parameterSets) {
                unit(out, set);
            }
        }
        NalUnits units = NalUnits.lengthPrefixed(frame, lengthSize);
        while (units.next()) {
            if (!isDelimiter(frame, units)) {
                out.startCode();
                out.bytes(frame, units.start(), units.length());
            }
        }
    }

    private static void unit(PesWriter out, byte[] unit) {
        out.startCode();
        out.bytes(unit);
    }

    /** A source's own: it would be the second. */
    private boolean isDelimiter(ByteBuf frame, NalUnits units) {
        return syntax.isDelimiter(syntax.type(frame.getUnsignedByte(units.start())));
    }
}
