package atrium.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.Optional;

/** A client that sends exactly the bytes it is told to, from the loopback address that it is told. */
public final class RawClient implements AutoCloseable {

    private final Socket socket = new Socket();
    private final InputStream in;

    public RawClient(String from, int port) throws IOException {
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** The answer to one request on a connection of its own. */
    public static Answer ask(String from, int port, String request) throws IOException {
        try (RawClient client = new RawClient(from, port)) {
            client.say(request);
            return client.answer();
        }
    }

    public void say(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    /** The next answer: its head, and the body if it tells where that ends. */
    public Answer answer() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection ended after: " + head);
            }
            head.append((char) next);
        }
        Answer answer = new Answer(head.toString(), "");
        return new Answer(answer.head, body(answer));
    }

    private String body(Answer answer) throws IOException {
        Optional<String> length = answer.header("Content-Length");
        if (length.isPresent()) {
            return new String(in.readNBytes(Integer.parseInt(length.get())), ISO_8859_1);
        }
        StringBuilder body = new StringBuilder();
        if (answer.header("Transfer-Encoding").isPresent()) {
            while (!body.toString().endsWith("0\r\n\r\n")) {
                body.append((char) in.read());
            }
        }
        return body.toString();
    }

    /** Whether the other side has closed the connection; waits until it has. */
    public boolean isClosed() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** An answer as it came. */
    public record Answer(String head, String body) {

        public int status() {
            return Integer.parseInt(head.substring(9, 12));
        }

        public Optional<String> header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .reduce((one, other) -> one + " | " + other);
        }
    }
}
