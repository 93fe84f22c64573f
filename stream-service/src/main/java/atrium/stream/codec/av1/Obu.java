package atrium.stream.codec.av1;

import atrium.stream.codec.MalformedInputException;
import java.util.Arrays;
import java.util.Optional;

/** Open bitstream units, one after another (AV1 bitstream specification, section 5.3). */
final class Obu {

    static final int SEQUENCE_HEADER = 1;

    private static final int MAX_LEB128 = 8;

    private final byte[] bytes;
    private int at;

    private Obu(byte[] bytes, int from) {
        this.bytes = bytes;
        this.at = from;
    }

    /** The payload of the first unit of {@code type} from the index {@code from} on. */
    static Optional<byte[]> find(int type, byte[] bytes, int from) {
        Obu units = new Obu(bytes, from);
        while (units.at < bytes.length) {
            int header = units.next();
            byte[] payload = units.payload(header);
            if ((header >> 3 & 0xf) == type) {
                return Optional.of(payload);
            }
        }
        return Optional.empty();
    }

    /** Sections 5.3.2 and 5.3.3; a unit without a size is the last. */
    private byte[] payload(int header) {
        if ((header & 4) != 0) { // obu_extension_flag
            next();
        }
        boolean hasSize = (header & 2) != 0;
        long size = hasSize ? leb128() : bytes.length - at;
        if (size > bytes.length - at) {
            throw new MalformedInputException(
                    "OBU: " + size + " bytes (expected: at most " + (bytes.length - at) + ")");
        }
        byte[] payload = Arrays.copyOfRange(bytes, at, at + (int) size);
        at += (int) size;
        return payload;
    }

    /** Section 4.10.5. */
    private long leb128() {
        long value = 0;
        for (int i = 0; i < MAX_LEB128; i++) {
            int next = next();
            value |= (long) (next & 0x7f) << (7 * i);
            if ((next & 0x80) == 0) {
                return value;
            }
        }
        throw new MalformedInputException("leb128: more than 8 bytes");
    }

    private int next() {
        if (at >= bytes.length) {
            throw new MalformedInputException("OBU ends after " + bytes.length + " bytes, too early");
        }
        return bytes[at++] & 0xff;
    }
}
