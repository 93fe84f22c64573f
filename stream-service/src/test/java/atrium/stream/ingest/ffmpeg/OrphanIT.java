package atrium.stream.ingest.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a child when the service is killed with SIGKILL: here, a JVM of its own. */
@Timeout(60)
class OrphanIT {

    @TempDir
    Path directory;

    private Process service;
    private long child;

    @AfterEach
    void tearDown() {
        service.destroyForcibly();
        ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void withoutAParentDeathSignal_theNextStartEndsTheOrphan() throws Exception {
        startService("without");
        try (FfmpegProcesses second = processes()) {
            assertThat(second.reapOrphans()).as("children of a living service").isZero();
        }
        kill();
        ProcessIdentity orphan = ProcessIdentity.of(child).orElseThrow();

        try (FfmpegProcesses next = processes()) {
            assertThat(next.reapOrphans()).isEqualTo(1);
            assertThat(orphan.isAlive()).isFalse();
            assertThat(directory).isEmptyDirectory();
            assertThat(next.reapOrphans()).isZero();
        }
    }

    @Test
    void withAParentDeathSignal_theChildDiesWithTheService() throws Exception {
        assumeThat(ParentDeath.launcher()).as("util-linux's setpriv").isNotEmpty();
        startService("with");
        ProcessIdentity alive = ProcessIdentity.of(child).orElseThrow();

        kill();

        await().until(() -> !alive.isAlive());
        try (FfmpegProcesses next = processes()) {
            assertThat(next.reapOrphans()).isZero();
            assertThat(directory).isEmptyDirectory();
        }
    }

    private FfmpegProcesses processes() {
        return new FfmpegProcesses(BundledFfmpeg.get(), directory, Duration.ofSeconds(2));
    }

    private void startService(String parentDeathSignal) throws Exception {
        service = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Service.class.getName(),
                        directory.toString(),
                        parentDeathSignal)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        child = Long.parseLong(readNumber(service.inputReader()));
        assertThat(ProcessIdentity.of(child)).isPresent();
    }

    private static String readNumber(BufferedReader in) throws Exception {
        String line = in.readLine();
        while (line != null && !line.matches("\\d+")) {
            line = in.readLine();
        }
        assertThat(line).as("the child's number").isNotNull();
        return line;
    }

    private void kill() throws Exception {
        service.destroyForcibly().waitFor();
    }

    /** Stands for the service: starts an ffmpeg that writes nowhere, so that no broken pipe ends it, and waits. */
    static final class Service {

        public static void main(String[] args) throws Exception {
            List<String> launcher = args[1].equals("with") ? ParentDeath.launcher() : List.of();
            FfmpegProcesses processes =
                    new FfmpegProcesses(BundledFfmpeg.get(), Path.of(args[0]), Duration.ofSeconds(2), launcher);
            FfmpegProcess child = processes.start(
                    FfmpegCommand.of("-nostdin -v error -re -f lavfi -i testsrc=size=64x64 -f null -".split(" ")));
            System.out.println(child.pid());
            System.in.read();
        }
    }
}
