package atrium.stream.container.mpegts;

import io.netty.buffer.ByteBuf;

/** CRC-32 as sections have it (ISO/IEC 13818-1, annex A): not reflected, as {@link java.util.zip.CRC32} would be. */
final class Crc32Mpeg {

    private static final int POLYNOMIAL = 0x04c11db7;
    private static final int[] TABLE = table();

    private Crc32Mpeg() {}

    /** Of {@code length} bytes; 0 if they end with the right CRC of what is before it. */
    static int of(ByteBuf in, int index, int length) {
        int crc = -1;
        for (int i = index; i < index + length; i++) {
            crc = crc << 8 ^ TABLE[(crc >>> 24 ^ in.getByte(i)) & 0xff];
        }
        return crc;
    }

    private static int[] table() {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i << 24;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc << 1 ^ (crc < 0 ? POLYNOMIAL : 0);
            }
            table[i] = crc;
        }
        return table;
    }
}
