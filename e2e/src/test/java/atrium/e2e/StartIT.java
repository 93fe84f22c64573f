package atrium.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts that do not go well, and ends that are not tidy. */
class StartIT {

    private static final List<String> PROCESSES =
            List.of("nacos", "chat-service", "file-service", "stream-service", "gateway");

    @Test
    void a_taken_port_is_named_before_anything_starts(@TempDir Path home) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            RunningSystem system =
                    RunningSystem.at(home, Map.of("ATRIUM_HTTP_PORT", String.valueOf(taken.getLocalPort())));

            var up = system.atrium("up", "--detach");

            assertThat(up.exit()).isEqualTo(1);
            assertThat(up.text()).contains("port " + taken.getLocalPort() + " is taken", "ATRIUM_HTTP_PORT");
            assertThat(home.resolve("run/nacos.pid")).doesNotExist();
        }
    }

    @Test
    void a_service_that_cannot_start_is_named_with_its_last_lines_and_nothing_stays(@TempDir Path home) {
        RunningSystem system = RunningSystem.at(home, Map.of("ATRIUM_RTMP_ADDRESS", "192.0.2.1"));

        var up = system.atrium("up", "--detach");

        assertThat(up.exit()).isEqualTo(1);
        assertThat(up.text()).contains("stream-service ended while it started", "rtmp cannot listen on 192.0.2.1");
        assertThat(system.atrium("status").text().lines()).allMatch(line -> line.contains(" down "));
    }

    @Test
    void down_ends_everything_also_when_the_process_that_watched_over_it_was_killed(@TempDir Path home) {
        RunningSystem system = RunningSystem.up(home);
        List<ProcessHandle> all = Stream.concat(
                        PROCESSES.stream().map(system::process), Stream.of(system.process("atrium")))
                .toList();
        assertThat(all).allMatch(ProcessHandle::isAlive);

        system.process("atrium").destroyForcibly();
        var down = system.atrium("down");

        assertThat(down.exit()).isZero();
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(all).noneMatch(ProcessHandle::isAlive));
        assertThat(system.atrium("status").exit()).isEqualTo(1);
    }
}
