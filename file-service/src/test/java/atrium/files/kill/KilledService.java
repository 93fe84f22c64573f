package atrium.files.kill;

import atrium.files.FileApplication;
import atrium.platform.testsupport.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The service in a process of its own, to be killed as the kernel kills. */
public final class KilledService implements AutoCloseable {

    public static final String ADMIN = "the-admin-of-a-test";

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(20);

    private final int port = FreePorts.one();
    private final Process process;

    private KilledService(Path log, List<String> settings) throws IOException {
        this.process = new ProcessBuilder(command(settings))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Starts it with {@code settings}, each {@code --key=value}, and waits until it answers. */
    public static KilledService start(Path log, List<String> settings) throws IOException {
        KilledService service = new KilledService(log, settings);
        long end = System.nanoTime() + START.toNanos();
        while (!service.answers()) {
            if (!service.process.isAlive() || System.nanoTime() > end) {
                service.close();
                throw new IOException("the service did not start: " + Files.readString(log));
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return service;
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** SIGKILL, and waits for the end. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    private boolean answers() {
        try {
            uri("/files?room=none").toURL().openStream().close();
            return true;
        } catch (IOException e) {
            return false; // not yet
        }
    }

    private List<String> command(List<String> settings) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                FileApplication.class.getName(),
                "--atrium.config=classpath:atrium-alone.yaml",
                "--atrium.identity.admin-token=" + ADMIN,
                "--atrium.files.tcp.port=0",
                "--server.port=" + port,
                "--spring.main.banner-mode=off"));
        command.addAll(settings);
        return command;
    }
}
