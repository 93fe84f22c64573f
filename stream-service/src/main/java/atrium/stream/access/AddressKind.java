package atrium.stream.access;

import atrium.platform.address.Network;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** What an address is for, as far as a source must know. */
enum AddressKind {
    /** 127.0.0.0/8 and ::1; also 0.0.0.0/8 and ::, to which a connection ends on this machine. */
    LOOPBACK {
        @Override
        void check(InetAddress address, SourceProperties allowed) throws SourceRefusedException {
            require(allowed.allowLoopback(), address, "is this machine (atrium.stream.sources.allow-loopback)");
        }
    },
    LINK_LOCAL {
        @Override
        void check(InetAddress address, SourceProperties allowed) throws SourceRefusedException {
            require(allowed.allowLinkLocal(), address, "is link-local (atrium.stream.sources.allow-link-local)");
        }
    },
    /** Multicast and broadcast: nobody that a connection could be made to. */
    MANY {
        @Override
        void check(InetAddress address, SourceProperties allowed) throws SourceRefusedException {
            require(false, address, "is not the address of one machine");
        }
    },
    ORDINARY {
        @Override
        void check(InetAddress address, SourceProperties allowed) throws SourceRefusedException {
            require(
                    allowed.allowedNetworks().stream().anyMatch(network -> network.contains(address)),
                    address,
                    "lies outside of atrium.stream.sources.allowed-networks");
        }
    };

    private static final Network THIS_NETWORK = Network.valueOf("0.0.0.0/8");
    private static final Network RESERVED = Network.valueOf("240.0.0.0/4");
    private static final Network NAT64 = Network.valueOf("64:ff9b::/96");
    private static final Network SIX_TO_FOUR = Network.valueOf("2002::/16");
    private static final Network IPV4_COMPATIBLE = Network.valueOf("::/96");

    /** Throws unless {@code allowed} lets a source have {@code address}, which is of this kind. */
    abstract void check(InetAddress address, SourceProperties allowed) throws SourceRefusedException;

    static AddressKind of(InetAddress address) {
        if (address.isLoopbackAddress() || address.isAnyLocalAddress() || THIS_NETWORK.contains(address)) {
            return LOOPBACK;
        }
        if (address.isLinkLocalAddress()) {
            return LINK_LOCAL;
        }
        return address.isMulticastAddress() || RESERVED.contains(address) ? MANY : ORDINARY;
    }

    /**
     * The address and the IPv4 address that it leads to, if it is one of the IPv6 blocks that hold one: RFC 6052,
     * section 2.1; RFC 3056, section 2; RFC 4291, section 2.5.5.1. (Java itself turns ::ffff:a.b.c.d into IPv4.)
     */
    static List<InetAddress> reachedBy(InetAddress address) {
        if (!(address instanceof Inet6Address) || address.isLoopbackAddress() || address.isAnyLocalAddress()) {
            return List.of(address);
        }
        byte[] bytes = address.getAddress();
        if (NAT64.contains(address) || IPV4_COMPATIBLE.contains(address)) {
            return List.of(address, ipv4(bytes, 12));
        }
        return SIX_TO_FOUR.contains(address) ? List.of(address, ipv4(bytes, 2)) : List.of(address);
    }

    private static InetAddress ipv4(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static void require(boolean allowed, InetAddress address, String otherwise) throws SourceRefusedException {
        if (!allowed) {
            throw new SourceRefusedException("the source's address " + address.getHostAddress() + " " + otherwise);
        }
    }
}
