package atrium.files.protocol.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.files.RunningService;
import atrium.files.catalog.Catalog;
import atrium.files.catalog.StoredFile;
import atrium.files.cli.TransferCommand;
import atrium.platform.testsupport.Part;
import atrium.platform.testsupport.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/** What people type who have no client. */
class ShellClientsIT extends RunningService {

    @Autowired
    private TransferServer server;

    @Autowired
    private Catalog catalog;

    @TempDir
    private Path directory;

    @Test
    @Requires(Part.NETCAT)
    void netcat_sends_name_and_bytes_through_one_pipe() throws Exception {
        byte[] bytes = bytes(5_000_000, 1);
        Path file = Files.write(directory.resolve("a.bin"), bytes);

        String answer = shell("{ printf 'netcat.bin\\n'; cat %s; } | %s -N 127.0.0.1 %d"
                .formatted(file, Part.netcat().orElseThrow(), server.port()));

        assertThat(answer).isEqualTo("okdone 5000000 " + sha256(bytes) + "\n");
        assertThat(stored("netcat.bin").sha256()).isEqualTo(sha256(bytes));
    }

    @Test
    @Requires(Part.NETCAT)
    void netcat_is_told_why_a_name_is_refused() throws Exception {
        String answer =
                shell("printf '../x' | %s 127.0.0.1 %d".formatted(Part.netcat().orElseThrow(), server.port()));

        assertThat(answer).startsWith("error: the name contains a directory");
    }

    /** Bash closes both halves at once, so it never hears {@code done}; the file is there all the same. */
    @Test
    void bash_by_itself_waits_for_ok_and_sends() throws Exception {
        String answer =
                shell("exec 3<>/dev/tcp/127.0.0.1/%d; printf bash.txt >&3; head -c 2 <&3; printf hello >&3; exec 3>&-"
                        .formatted(server.port()));

        assertThat(answer).isEqualTo("ok");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(stored("bash.txt").sha256()).isEqualTo(sha256("hello".getBytes(UTF_8))));
    }

    @Test
    void our_own_command_sends_to_the_service() throws Exception {
        byte[] bytes = bytes(5_000_000, 2);
        Path file = Files.write(directory.resolve("own.bin"), bytes);

        String answer = shell("LC_ALL=C.UTF-8 %s -cp %s %s send %s --to 127.0.0.1:%d"
                .formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        Path.of(TransferCommand.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI()),
                        TransferCommand.class.getName(),
                        file,
                        server.port()));

        assertThat(answer).startsWith("sent own.bin  5000000 bytes, ").endsWith("sha256 " + sha256(bytes) + "\n");
        assertThat(stored("own.bin").sha256()).isEqualTo(sha256(bytes));
    }

    private StoredFile stored(String name) throws IOException {
        return catalog.filesOf("lobby").stream()
                .filter(file -> file.info().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name));
    }

    private static String shell(String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("bash", "-c", script)
                .redirectErrorStream(true)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return answer;
    }
}
