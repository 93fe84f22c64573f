package atrium.stream.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The host of a URL: a name, an IPv4 address of four decimal numbers, or an IPv6 address.
 *
 * <p>{@code 2130706433}, {@code 0x7f.1} and {@code 0177.0.0.1} are 127.0.0.1 to the C library's {@code inet_aton},
 * which ffmpeg asks, and something else or nothing to Java. Rather than guess, they are refused: whatever ends in a
 * number is an address and has one spelling (as in the URL standard of the WHATWG, "ends in a number").
 */
record SourceHost(String text, boolean bracketed) {

    private static final Pattern NAME =
            Pattern.compile("(?i)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?" + "(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\\.?");
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(?i)(.*\\.)?(\\d+|0x[0-9a-f]*)\\.?");
    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern DOTTED_QUAD = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");
    private static final Pattern IPV6 =
            Pattern.compile("(?i)[0-9a-f:]*:[0-9a-f:]*(:" + BYTE + "(\\." + BYTE + "){3})?");

    static final SourceHost NONE = new SourceHost("", false);

    static SourceHost parse(String written) throws SourceRefusedException {
        if (written.startsWith("[") && written.endsWith("]")) {
            return ipv6(written.substring(1, written.length() - 1));
        }
        if (written.length() > 253 || !NAME.matcher(written).matches()) {
            throw new SourceRefusedException(
                    "the host is not a name or an address: expected letters, digits, '-', '.'");
        }
        if (ENDS_IN_NUMBER.matcher(written).matches()
                && !DOTTED_QUAD.matcher(written).matches()) {
            throw new SourceRefusedException(
                    "the address " + written + " is not written as four decimal numbers without leading zeros");
        }
        return new SourceHost(written, false);
    }

    static SourceHost of(InetAddress address) {
        return new SourceHost(address.getHostAddress(), address instanceof Inet6Address);
    }

    /** The address that this is, unless it is a name. */
    Optional<InetAddress> address() {
        if (!bracketed && !DOTTED_QUAD.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // in brackets, but with too many or too few groups
        }
    }

    String inUrl() {
        return bracketed ? "[" + text + "]" : text;
    }

    /** No zone ({@code %eth0}): it only makes sense for link-local addresses. */
    private static SourceHost ipv6(String address) throws SourceRefusedException {
        if (!IPV6.matcher(address).matches()) {
            throw new SourceRefusedException("what stands in brackets is not an IPv6 address");
        }
        return new SourceHost(address, true);
    }
}
