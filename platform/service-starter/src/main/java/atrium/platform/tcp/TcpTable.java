package atrium.platform.tcp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads Linux' table of TCP sockets, {@code /proc/net/tcp} and {@code tcp6} (proc(5)): a header, then a line a socket
 * whose second field is the local {@code address:port} in hexadecimal and whose fourth is the state.
 *
 * <p>Where there are no such files, the table is empty.
 */
final class TcpTable {

    private final List<Path> files;

    TcpTable(List<Path> files) {
        this.files = files;
    }

    /** How many sockets each of {@code ports} has in each state, as the local port. */
    Map<Integer, Map<TcpState, Integer>> count(Iterable<Integer> ports) throws IOException {
        Map<Integer, Map<TcpState, Integer>> counts = new HashMap<>();
        ports.forEach(port -> counts.put(port, new EnumMap<>(TcpState.class)));
        for (Path file : files) {
            if (Files.isReadable(file)) {
                try (Stream<String> lines = Files.lines(file)) {
                    lines.skip(1).forEach(line -> add(counts, line));
                }
            }
        }
        return counts;
    }

    private static void add(Map<Integer, Map<TcpState, Integer>> counts, String line) {
        String[] fields = line.strip().split("\\s+", 5);
        if (fields.length < 5) {
            return;
        }
        int port = Integer.parseInt(fields[1].substring(fields[1].lastIndexOf(':') + 1), 16);
        Map<TcpState, Integer> states = counts.get(port);
        TcpState state = TcpState.of(fields[3]);
        if (states != null && state != null) {
            states.merge(state, 1, Integer::sum);
        }
    }
}
