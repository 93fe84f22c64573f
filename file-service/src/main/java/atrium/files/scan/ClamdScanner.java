package atrium.files.scan;

import atrium.files.catalog.StoredFile;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Asks clamd by its command {@code INSTREAM}, clamd(8): {@code zINSTREAM\0}, then chunks of a length (unsigned, 4 bytes,
 * network byte order) and as many bytes, then a chunk of no bytes; the reply ends with a NUL, as the command did. One
 * connection a file.
 *
 * <p>clamd may answer before it has everything, when the file is larger than its {@code StreamMaxLength}, and closes at
 * once. What it said would be lost if more were written to it then, so before each chunk there is a look whether it has.
 */
final class ClamdScanner implements Scanner {

    private static final byte[] COMMAND = "zINSTREAM\0".getBytes(StandardCharsets.US_ASCII);
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int CHUNK = 64 << 10;
    private static final int LONGEST_REPLY = 4096;

    private final ScanProperties.Clamd where;
    private final int timeoutMillis;

    /** @param timeLimit for the reply, once everything was sent */
    ClamdScanner(ScanProperties.Clamd where, Duration timeLimit) {
        this.where = where;
        this.timeoutMillis = (int) Math.min(Integer.MAX_VALUE, Math.max(1, timeLimit.toMillis()));
    }

    @Override
    public Verdict scan(StoredFile file, InputStream bytes) throws IOException {
        try (Socket clamd = new Socket()) {
            clamd.connect(new InetSocketAddress(where.host(), where.port()), (int) CONNECT.toMillis());
            clamd.setSoTimeout(timeoutMillis);
            send(bytes, clamd);
            return ClamdReply.verdict(reply(clamd.getInputStream()));
        }
    }

    private static void send(InputStream bytes, Socket clamd) throws IOException {
        OutputStream out = clamd.getOutputStream();
        out.write(COMMAND);
        byte[] chunk = new byte[Integer.BYTES + CHUNK];
        while (clamd.getInputStream().available() == 0) {
            int length = bytes.readNBytes(chunk, Integer.BYTES, CHUNK);
            ByteBuffer.wrap(chunk).putInt(length);
            if (!isWritten(out, chunk, Integer.BYTES + length) || length == 0) {
                return;
            }
        }
    }

    /** Whether clamd still listens; if not, it may have said why. */
    private static boolean isWritten(OutputStream out, byte[] chunk, int length) throws IOException {
        try {
            out.write(chunk, 0, length);
            return true;
        } catch (SocketException e) {
            return false;
        }
    }

    private static String reply(InputStream in) throws IOException {
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        for (int next = in.read(); next != 0; next = in.read()) {
            if (next < 0) {
                throw new EOFException("clamd closed the connection after \"" + Words.of(ascii(reply), "") + "\"");
            }
            reply.write(next);
            if (reply.size() > LONGEST_REPLY) {
                throw new ScanFailedException("clamd's answer does not end");
            }
        }
        return ascii(reply);
    }

    private static String ascii(ByteArrayOutputStream reply) {
        return reply.toString(StandardCharsets.ISO_8859_1);
    }
}
