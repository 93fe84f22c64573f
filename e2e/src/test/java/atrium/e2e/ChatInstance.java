package atrium.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One more chat-service beside the one that {@code ./atrium} has started, found through the same Nacos. */
final class ChatInstance implements AutoCloseable {

    private final Process process;
    private final Path run;

    private ChatInstance(Process process, Path run) {
        this.process = process;
        this.run = run;
    }

    /** Starts it with the environment and the command of the first one, but for ports and directories of its own. */
    static ChatInstance beside(RunningSystem system, Path directory) throws IOException {
        ProcessHandle first = system.process("chat-service");
        ProcessHandle.Info info = first.info();
        Map<String, String> environment = environmentOf(first);
        Path run = Files.createDirectories(directory.resolve("run"));
        environment.put("ATRIUM_RUN_DIR", run.toString());
        environment.put("ATRIUM_HOME", directory.toString());
        environment.put("LOGGING_FILE_NAME", directory.resolve("chat-service.log").toString());
        environment.put("ATRIUM_DANMAKU_PORT", "0");
        List<String> command = new java.util.ArrayList<>(List.of(info.command().orElseThrow()));
        command.addAll(List.of(info.arguments().orElseThrow()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("chat-service.out").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new ChatInstance(builder.start(), run);
    }

    /** Its port for operators, once it has written it down. */
    String managementPort() throws IOException {
        Path file = run.resolve("chat-service-management.port");
        return Files.exists(file) ? Files.readString(file).strip() : "";
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    private static Map<String, String> environmentOf(ProcessHandle process) throws IOException {
        Map<String, String> environment = new HashMap<>();
        for (String entry : Files.readString(Path.of("/proc/" + process.pid() + "/environ")).split("\0")) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                environment.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return environment;
    }
}
