package atrium.files.protocol.rufh;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.List;

/** A client that sees every response, not only the last. */
final class RawClient implements Closeable {

    private final Socket socket;
    private final InputStream in;

    RawClient(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(20_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** A response's line and fields. */
    record Head(String line, List<String> fields) {

        /** Empty where there is none. */
        String field(String name) {
            return fields.stream()
                    .filter(field -> field.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(field -> field.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    /** Sends a request without its body; {@code version} 0 announces none. */
    void send(String line, int version, String complete, int length, String more) throws IOException {
        send((line + "\r\nHost: localhost\r\nContent-Length: " + length + "\r\n"
                        + (version == 0 ? "" : "Upload-Draft-Interop-Version: " + version + "\r\n")
                        + (complete.isEmpty() ? "" : "Upload-Complete: " + complete + "\r\n")
                        + "Content-Type: application/partial-upload\r\n" + more + "\r\n")
                .getBytes(ISO_8859_1));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    Head head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException("after: " + head);
            }
            head.append((char) c);
        }
        List<String> lines = head.toString().lines().toList();
        return new Head(lines.getFirst(), lines.subList(1, lines.size()));
    }

    byte[] body(Head head) throws IOException {
        return in.readNBytes(Integer.parseInt(head.field("Content-Length")));
    }

    /** Until the other side closes. */
    String rest() throws IOException {
        return new String(in.readAllBytes(), ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
