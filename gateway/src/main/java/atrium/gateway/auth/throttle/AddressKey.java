package atrium.gateway.auth.throttle;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Whose attempts are counted together: an IPv4 address, or the 64 bits of an IPv6 network, which is what one host gets. */
public final class AddressKey {

    private static final int IPV4_BYTES = 4;
    private static final int IPV6_NETWORK_BYTES = 8;

    private AddressKey() {}

    public static String of(@Nullable InetSocketAddress remote) {
        InetAddress address = remote == null ? null : remote.getAddress();
        if (address == null) {
            return "unknown";
        }
        byte[] bytes = address.getAddress();
        int length = bytes.length == IPV4_BYTES ? IPV4_BYTES : IPV6_NETWORK_BYTES;
        return HexFormat.of().formatHex(Arrays.copyOf(bytes, length));
    }
}
