package atrium.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/** An instance in a process of its own, which can be killed. Every request is answered with 200 and the port. */
final class UpstreamProcess implements AutoCloseable {

    private final Process process;
    private final int port;

    private UpstreamProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static UpstreamProcess start() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx48m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        UpstreamProcess.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said = process.inputReader(StandardCharsets.US_ASCII);
        String line = said.readLine();
        if (line == null) {
            throw new IOException("the upstream process ended at once");
        }
        return new UpstreamProcess(process, Integer.parseInt(line));
    }

    int port() {
        return port;
    }

    /** SIGKILL, and waits for the end. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    public static void main(String[] args) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", UpstreamProcess::answer);
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.start();
        System.out.println(server.getAddress().getPort());
    }

    private static void answer(HttpExchange exchange) throws IOException {
        byte[] port = Integer.toString(exchange.getLocalAddress().getPort()).getBytes(StandardCharsets.US_ASCII);
        exchange.getResponseHeaders().set(Upstream.SERVED_BY, new String(port, StandardCharsets.US_ASCII));
        exchange.sendResponseHeaders(200, port.length);
        exchange.getResponseBody().write(port);
        exchange.close();
    }
}
