package atrium.platform.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TcpTableTests {

    private static final String TABLE = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0
               1: 0100007F:1F90 0100007F:C001 01 00000000:00000000 00:00000000 00000000     0        0 2 1 0
               2: 0100007F:1F90 0100007F:C002 08 00000000:00000000 00:00000000 00000000     0        0 3 1 0
               3: 0100007F:1F90 0100007F:C003 08 00000000:00000000 00:00000000 00000000     0        0 4 1 0
               4: 0100007F:0016 0100007F:C004 01 00000000:00000000 00:00000000 00000000     0        0 5 1 0
               5: 0100007F:1F90 0100007F:C005 0F 00000000:00000000 00:00000000 00000000     0        0 6 1 0
               6: broken
            """;

    @Test
    void counts_each_state_of_the_ports_it_is_asked_for(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("tcp"), TABLE);

        var counts = new TcpTable(List.of(file, directory.resolve("tcp6"))).count(List.of(8080, 1935));

        assertThat(counts.get(8080))
                .isEqualTo(Map.of(TcpState.LISTEN, 1, TcpState.ESTABLISHED, 1, TcpState.CLOSE_WAIT, 2));
        assertThat(counts.get(1935)).isEmpty();
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux has /proc/net/tcp")
    void a_real_connection_is_seen_as_established() throws IOException {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        TcpStateMeters meters = TcpStateMeters.ofThisMachine();
        meters.bindTo(registry);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            meters.watch(server.getLocalPort());

            var gauge = registry.get("tcp.connections")
                    .tag("port", String.valueOf(server.getLocalPort()))
                    .tag("state", "ESTABLISHED")
                    .gauge();

            assertThat(gauge.value()).isEqualTo(1);
            assertThat(client.getPort()).isEqualTo(accepted.getLocalPort());
        }
    }
}
