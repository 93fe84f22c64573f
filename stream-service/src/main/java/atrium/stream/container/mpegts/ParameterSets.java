package atrium.stream.container.mpegts;

import atrium.stream.codec.h264.AvcConfig;
import atrium.stream.codec.h265.HevcConfig;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The parameter sets of a decoder configuration, in order. */
final class ParameterSets {

    private ParameterSets() {}

    static List<byte[]> of(AvcConfig config) {
        ByteBuffer in = ByteBuffer.wrap(config.bytes()).position(5);
        List<byte[]> sets = new ArrayList<>();
        read(in, in.get() & 0x1f, sets);
        if (in.hasRemaining()) {
            read(in, in.get() & 0xff, sets);
        }
        return sets;
    }

    static List<byte[]> of(HevcConfig config) {
        ByteBuffer in = ByteBuffer.wrap(config.bytes()).position(22);
        List<byte[]> sets = new ArrayList<>();
        for (int arrays = in.get() & 0xff; arrays > 0 && in.remaining() >= 3; arrays--) {
            in.get();
            read(in, Short.toUnsignedInt(in.getShort()), sets);
        }
        return sets;
    }

    private static void read(ByteBuffer in, int count, List<byte[]> to) {
        for (int i = 0; i < count && in.remaining() >= 2; i++) {
            byte[] set = new byte[Math.min(Short.toUnsignedInt(in.getShort()), in.remaining())];
            in.get(set);
            to.add(set);
        }
    }
}
