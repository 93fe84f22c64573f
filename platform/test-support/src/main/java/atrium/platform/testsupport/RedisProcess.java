package atrium.platform.testsupport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A real Redis in a process of its own, on a free port of the loopback address, with a directory that nothing else knows.
 * It can be stopped, killed and started again, with or without what it had. Not thread-safe.
 */
public final class RedisProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(20);

    private final OwnProcess process;
    private final int port;
    private final boolean durable;

    private RedisProcess(OwnProcess process, boolean durable) {
        this.process = process;
        this.port = FreePorts.one();
        this.durable = durable;
    }

    /** Starts one that forgets everything when it ends, and waits until it answers. */
    public static RedisProcess start() throws IOException {
        return start(false);
    }

    /** Starts one that has everything again when it is started again. */
    public static RedisProcess startDurable() throws IOException {
        return start(true);
    }

    private static RedisProcess start(boolean durable) throws IOException {
        RedisProcess redis = new RedisProcess(OwnProcess.in("redis", START), durable);
        redis.launch();
        return redis;
    }

    /** Starts it again, on the same port. */
    public void launch() throws IOException {
        Path program = Part.redis().orElseThrow(() -> new IOException("no redis-server"));
        ProcessBuilder builder = new ProcessBuilder(
                program.toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--dir",
                process.home().toString(),
                "--save",
                "",
                "--appendonly",
                durable ? "yes" : "no",
                "--appendfsync",
                "always");
        process.launch(builder, this::isReady);
    }

    public int port() {
        return port;
    }

    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    public long pid() {
        return process.running().pid();
    }

    /** SIGSTOP: connections stay, nothing is answered. */
    public void pause() throws IOException {
        process.pause();
    }

    /** SIGCONT. */
    public void resume() throws IOException {
        process.resume();
    }

    /** SIGKILL, and waits for the end. */
    public void kill() {
        process.kill();
    }

    /** One command; the first line of the answer. */
    public String command(String... words) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) START.toMillis());
            List<String> lines = new ArrayList<>(List.of("*" + words.length));
            for (String word : words) {
                lines.add("$" + word.getBytes(StandardCharsets.UTF_8).length);
                lines.add(word);
            }
            OutputStream out = socket.getOutputStream();
            out.write((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String answer = in.readLine();
            if (answer == null || answer.startsWith("-")) {
                throw new IOException(String.join(" ", words) + ": " + answer);
            }
            return answer;
        }
    }

    /** Kills it and removes what it had. */
    @Override
    public void close() throws IOException {
        process.close();
    }

    private boolean isReady() {
        try {
            return command("PING").equals("+PONG");
        } catch (IOException e) {
            return false; // not yet
        }
    }
}
