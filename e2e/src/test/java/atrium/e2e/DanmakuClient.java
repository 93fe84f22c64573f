package atrium.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A client library of the danmaku protocol, in a node of its own. */
final class DanmakuClient implements AutoCloseable {

    private static final Path LIBRARY = RunningSystem.repository()
            .resolve("e2e/players/node_modules/douyudm")
            .toAbsolutePath();
    private static final int PATIENCE_SECONDS = 10;

    private final Process node;
    private final BufferedReader out;
    private final Writer in;

    /** @param directory where the library may put its files */
    DanmakuClient(URI url, String room, Path directory) throws IOException {
        node = new ProcessBuilder("node", script(), LIBRARY.toString(), url.toString(), room)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        out = new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8));
        in = node.outputWriter(StandardCharsets.UTF_8);
    }

    /** The next {@code event} that the library tells, as a JSON object. */
    String await(String event) {
        try {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.endsWith("\"event\":\"" + event + "\"}")) {
                    return line;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("the client has ended before it told " + event);
    }

    void say(String text) throws IOException {
        in.write(text + "\n");
        in.flush();
    }

    /** Logs out and returns the exit code of the client, which ends when the server closes the connection. */
    int logout() throws IOException, InterruptedException {
        in.close();
        if (!node.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the client is still connected " + PATIENCE_SECONDS + " s after its logout");
        }
        return node.exitValue();
    }

    @Override
    public void close() {
        node.destroyForcibly();
    }

    private static String script() {
        try {
            return Path.of(DanmakuClient.class
                            .getResource("/danmaku-client.cjs")
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
