package atrium.platform.address;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * A block of addresses in the notation of RFC 4632, section 3.1, and RFC 4291, section 2.3.
 *
 * @param address any address of the block
 * @param bits how many leading bits all its addresses share
 */
public record Network(InetAddress address, int bits) {

    public Network {
        int most = address.getAddress().length * 8;
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException("prefix length: " + bits + " bits (expected: 0 to " + most + ")");
        }
    }

    /** Reads {@code address/bits}; an address alone is a network of one. Also how configuration is converted. */
    public static Network valueOf(String text) {
        int slash = text.indexOf('/');
        String written = slash < 0 ? text : text.substring(0, slash);
        if (!written.contains(":") && written.chars().filter(c -> c == '.').count() != 3) {
            throw new IllegalArgumentException("network: " + text + " (expected: four numbers, as in 10.0.0.0/8)");
        }
        InetAddress address = InetAddress.ofLiteral(written);
        int bits = slash < 0 ? address.getAddress().length * 8 : Integer.parseInt(text.substring(slash + 1));
        return new Network(address, bits);
    }

    public boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] theirs = other.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        int whole = bits / 8;
        int mask = 0xff00 >> bits % 8;
        return Arrays.equals(mine, 0, whole, theirs, 0, whole)
                && (bits % 8 == 0 || ((mine[whole] ^ theirs[whole]) & mask & 0xff) == 0);
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + bits;
    }
}
