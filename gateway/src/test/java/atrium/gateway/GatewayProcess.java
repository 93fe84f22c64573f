package atrium.gateway;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A gateway in a process of its own, for a Nacos of its own: the client of Nacos keeps the first server that a process
 * has in a static field.
 */
final class GatewayProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(90);

    private final Process process;

    private GatewayProcess(Process process) {
        this.process = process;
    }

    /** Returns once it accepts connections at {@code port} of loopback. */
    static GatewayProcess start(int port, Map<String, String> settings) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                GatewayApplication.class.getName(),
                "--server.address=127.0.0.1",
                "--server.port=" + port));
        settings.forEach((key, value) -> command.add("--" + key + "=" + value));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        GatewayProcess gateway = new GatewayProcess(process);
        await().atMost(START).until(() -> accepts(port) || !process.isAlive());
        if (!process.isAlive()) {
            throw new IOException("the gateway ended while it started");
        }
        return gateway;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false; // not yet
        }
    }
}
