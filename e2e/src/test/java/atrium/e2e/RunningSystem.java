package atrium.e2e;

import atrium.platform.testsupport.FreePorts;
import atrium.platform.testsupport.NacosClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One Atrium of its own: a state directory, ports and secrets that nobody else has, started by {@code ./atrium up}. */
final class RunningSystem implements AutoCloseable {

    private static final int UP_MINUTES = 5;

    private final Path root = repository();
    private final Path home;
    private final Map<String, String> environment;
    private String greeting = "";

    private RunningSystem(Path home, Map<String, String> overrides) {
        this.home = home;
        int nacos = FreePorts.withNeighbours(1000, 1001, -1000);
        this.environment = new HashMap<>(Map.of(
                "ATRIUM_HOME", home.toString(),
                "ATRIUM_BUILD", "never",
                "ATRIUM_HTTP_PORT", String.valueOf(FreePorts.one()),
                "ATRIUM_RTMP_PORT", String.valueOf(FreePorts.one()),
                "ATRIUM_DANMAKU_PORT", String.valueOf(FreePorts.one()),
                "ATRIUM_FILE_TCP_PORT", String.valueOf(FreePorts.one()),
                "ATRIUM_NACOS_PORT", String.valueOf(nacos),
                "ATRIUM_NACOS_CONSOLE_PORT", String.valueOf(FreePorts.one())));
        environment.putAll(overrides);
    }

    /** A system that is not started yet, with {@code overrides} in its environment. */
    static RunningSystem at(Path home, Map<String, String> overrides) {
        return new RunningSystem(home, overrides);
    }

    /** Starts with {@code options} and returns once the system says that it is ready. */
    static RunningSystem up(Path home, String... options) {
        RunningSystem system = new RunningSystem(home, Map.of());
        List<String> command = new ArrayList<>(List.of("up", "--detach"));
        command.addAll(List.of(options));
        Output output = system.atrium(command.toArray(String[]::new));
        if (output.exit() != 0) {
            throw new IllegalStateException("./atrium up failed:\n" + output.text());
        }
        system.greeting = output.text();
        return system;
    }

    /** What a command printed, both streams, and its exit code. */
    record Output(int exit, String text) {}

    /** Runs {@code ./atrium} with {@code arguments} on this system's state and ports. */
    Output atrium(String... arguments) {
        List<String> command = new ArrayList<>(List.of(root.resolve("atrium").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Path file = Files.createTempFile("atrium", ".out");
            Process process = builder.redirectOutput(file.toFile()).start();
            if (!process.waitFor(UP_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + " hangs:\n" + Files.readString(file));
            }
            return new Output(process.exitValue(), Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** What {@code ./atrium up} printed on the terminal. */
    String greeting() {
        return greeting;
    }

    /** An address at the gateway. */
    URI url(String path) {
        return URI.create("http://localhost:" + environment.get("ATRIUM_HTTP_PORT") + path);
    }

    URI webSocket(String path) {
        return URI.create("ws://localhost:" + environment.get("ATRIUM_HTTP_PORT") + path);
    }

    int port(String variable) {
        return Integer.parseInt(environment.getOrDefault(variable, "0"));
    }

    String adminToken() {
        return read(home.resolve("secrets/admin-token"));
    }

    Path home() {
        return home;
    }

    /** Of a service, as it wrote it down. */
    URI management(String service, String path) {
        return URI.create("http://127.0.0.1:" + read(home.resolve("run/" + service + "-management.port")) + path);
    }

    ProcessHandle process(String name) {
        return ProcessHandle.of(Long.parseLong(read(home.resolve("run/" + name + ".pid"))))
                .orElseThrow();
    }

    /** An operator at this system's Nacos. */
    NacosClient nacos() {
        return new NacosClient(
                () -> "http://127.0.0.1:" + environment.get("ATRIUM_NACOS_PORT"),
                () -> "http://127.0.0.1:" + environment.get("ATRIUM_NACOS_CONSOLE_PORT"),
                read(home.resolve("secrets/nacos-password")));
    }

    @Override
    public void close() {
        atrium("down");
    }

    static Path repository() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isExecutable(directory.resolve("atrium"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new IllegalStateException("not inside the repository");
            }
        }
        return directory;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
