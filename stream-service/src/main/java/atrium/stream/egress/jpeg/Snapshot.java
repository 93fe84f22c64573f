package atrium.stream.egress.jpeg;

import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * A JPEG that was made.
 *
 * @param bytes the file, never changed
 * @param tag an HTTP entity tag, quotes included (RFC 9110, section 8.8.3)
 */
record Snapshot(byte[] bytes, String tag) {

    static Snapshot of(byte[] jpeg) {
        CRC32C sum = new CRC32C();
        sum.update(jpeg);
        HexFormat hex = HexFormat.of();
        return new Snapshot(jpeg, "\"" + hex.toHexDigits((int) sum.getValue()) + hex.toHexDigits(jpeg.length) + "\"");
    }
}
