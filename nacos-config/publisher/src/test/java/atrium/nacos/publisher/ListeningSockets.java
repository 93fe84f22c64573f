package atrium.nacos.publisher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The TCP sockets a process listens at and its bound UDP sockets, as the kernel tells: proc(5), {@code /proc/net/tcp}. */
final class ListeningSockets {

    /** Hexadecimal, each 32-bit word in host order: 127.0.0.1, ::ffff:127.0.0.1, ::1. */
    private static final Set<String> LOOPBACK =
            Set.of("0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000");

    private static final String LISTEN = "0A";
    private static final int LOCAL = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private ListeningSockets() {}

    static List<Socket> tcp(long pid) throws IOException {
        return of(pid, "tcp")
                .filter(fields -> fields[STATE].equals(LISTEN))
                .map(Socket::of)
                .toList();
    }

    static List<Socket> udp(long pid) throws IOException {
        return of(pid, "udp").map(Socket::of).toList();
    }

    private static Stream<String[]> of(long pid, String protocol) throws IOException {
        Set<String> inodes = inodes(pid);
        return Stream.of(protocol, protocol + "6")
                .map(table -> Path.of("/proc", Long.toString(pid), "net", table))
                .flatMap(ListeningSockets::rows)
                .map(row -> row.strip().split("\\s+"))
                .filter(fields -> inodes.contains(fields[INODE]));
    }

    private static Stream<String> rows(Path table) {
        try {
            return Files.readAllLines(table).stream().skip(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code socket:[12345]} links of the process' descriptors. */
    private static Set<String> inodes(long pid) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return descriptors
                    .map(ListeningSockets::target)
                    .filter(target -> target.startsWith("socket:["))
                    .map(target -> target.substring("socket:[".length(), target.length() - 1))
                    .collect(Collectors.toSet());
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            // Closed since it was listed.
            return "";
        }
    }

    record Socket(String address, int port) {

        private static Socket of(String[] fields) {
            int colon = fields[LOCAL].indexOf(':');
            return new Socket(
                    fields[LOCAL].substring(0, colon), Integer.parseInt(fields[LOCAL].substring(colon + 1), 16));
        }

        boolean loopback() {
            return LOOPBACK.contains(address);
        }
    }
}
