package atrium.files.protocol.tcp;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * A block of addresses (RFC 4632, section 3.1; RFC 4291, section 2.3).
 *
 * @param bits how many leading bits all its addresses share with {@code address}
 */
record Network(InetAddress address, int bits) {

    Network {
        int most = address.getAddress().length * Byte.SIZE;
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException("network: " + bits + " bits (expected: 0 to " + most + ")");
        }
    }

    /** Reads {@code address/bits}; an address alone is a network of one. Also how configuration is converted. */
    public static Network valueOf(String text) {
        String[] parts = text.strip().split("/", -1);
        InetAddress address = InetAddress.ofLiteral(parts[0]);
        return switch (parts.length) {
            case 1 -> new Network(address, address.getAddress().length * Byte.SIZE);
            case 2 -> new Network(address, Integer.parseInt(parts[1]));
            default -> throw new IllegalArgumentException("network: " + text + " (expected: as in 10.0.0.0/8)");
        };
    }

    boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] theirs = other.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        int rest = bits % Byte.SIZE;
        return Arrays.equals(mine, 0, whole, theirs, 0, whole)
                && (rest == 0 || ((mine[whole] ^ theirs[whole]) & 0xff) >> Byte.SIZE - rest == 0);
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + bits;
    }
}
