package atrium.stream.access;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the query of a source may hold where ffmpeg takes it for options of its own: with UDP and SRT all of it, with
 * RTSP four words. What is sent to a server as it is (HTTP, RTMP) is the server's business.
 *
 * <p>A list of what is allowed, not of what is not: {@code timeout} would switch the detection of silence off, {@code
 * connect} and {@code local_port} would open other connections than the one that was checked, and each release of
 * ffmpeg brings new ones.
 */
final class SourceQuery {

    private static final Set<String> OF_UDP =
            Set.of("localaddr", "sources", "block", "buffer_size", "fifo_size", "overrun_nonfatal", "pkt_size");
    private static final Set<String> OF_SRT = Set.of(
            "mode",
            "passphrase",
            "pbkeylen",
            "enforced_encryption",
            "streamid",
            "latency",
            "rcvlatency",
            "peerlatency",
            "connect_timeout",
            "maxbw",
            "mss",
            "ffs",
            "rcvbuf",
            "lossmaxttl",
            "tlpktdrop",
            "nakreport",
            "pkt_size");
    /** Words that ffmpeg cuts out of an RTSP URL, wherever a query of any number of question marks has them. */
    private static final Set<String> NOT_OF_RTSP = Set.of("udp", "tcp", "multicast", "filter_src");

    private static final Set<String> ADDRESSES = Set.of("localaddr", "sources", "block");

    private SourceQuery() {}

    static void check(SourceUrl url) throws SourceRefusedException {
        switch (url.scheme()) {
            case UDP -> checkNames(url, OF_UDP);
            case SRT -> {
                checkNames(url, OF_SRT);
                checkMode(url.parameters("mode"));
            }
            case RTSP, RTSPS -> checkWords(url.rest());
            case RTMP, RTMPS, HTTP, HTTPS, FILE -> {
                // no options
            }
        }
    }

    private static void checkNames(SourceUrl url, Set<String> allowed) throws SourceRefusedException {
        Set<String> seen = new HashSet<>();
        for (String name : UrlQuery.of(url.rest()).names()) {
            if (!allowed.contains(name)) {
                throw new SourceRefusedException(
                        "the option " + name + " is not one of " + url.scheme().text() + " sources (expected: "
                                + String.join(", ", allowed.stream().sorted().toList()) + ")");
            }
            if (!seen.add(name)) {
                throw new SourceRefusedException("the option " + name + " is given twice");
            }
        }
        for (String name : ADDRESSES) {
            for (String value : url.parameters(name)) {
                checkAddresses(name, value);
            }
        }
    }

    private static void checkAddresses(String name, String value) throws SourceRefusedException {
        for (String address : value.split(",", -1)) {
            try {
                InetAddress.ofLiteral(address);
            } catch (IllegalArgumentException e) {
                throw new SourceRefusedException("the option " + name + " is not an address or several with commas");
            }
        }
    }

    private static void checkMode(List<String> modes) throws SourceRefusedException {
        if (!modes.isEmpty() && !modes.equals(List.of("caller")) && !modes.equals(List.of("listener"))) {
            throw new SourceRefusedException("mode: " + modes.getFirst() + " (expected: caller or listener)");
        }
    }

    private static void checkWords(String rest) throws SourceRefusedException {
        String[] words = rest.split("[?&]");
        if (Arrays.stream(words).skip(1).anyMatch(NOT_OF_RTSP::contains)) {
            throw new SourceRefusedException(
                    "udp, tcp, multicast and filter_src are no part of an RTSP URL (expected: the stream's transport,"
                            + " tcp or udp)");
        }
    }
}
