package atrium.gateway.ratelimit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** What counts as one client where only its address is known. */
public final class Household {

    private Household() {}

    /**
     * What addresses of one client have in common, to be used as a key: an IPv4 address as it is, the first 64 bits of an
     * IPv6 address, because a client chooses the others as it likes (RFC 8981).
     */
    public static Object of(InetAddress address) {
        return address instanceof Inet6Address
                ? (Object) ByteBuffer.wrap(address.getAddress()).getLong()
                : address;
    }
}
