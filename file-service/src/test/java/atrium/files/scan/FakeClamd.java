package atrium.files.scan;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Speaks clamd's side of {@code INSTREAM} to the byte, and knows one virus. {@link #behave} makes it something else.
 */
final class FakeClamd implements AutoCloseable {

    /** The test string of EICAR, in two halves, so that no scanner minds this file. */
    static final byte[] EICAR = ("X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*")
            .getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server;
    private final List<byte[]> scanned = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private volatile Behaviour behaviour = this::scan;
    private volatile long streamMaxLength = Long.MAX_VALUE;

    /** What it does with a connection, which is closed afterwards. */
    interface Behaviour {

        void serve(DataInputStream in, OutputStream out) throws IOException, InterruptedException;
    }

    FakeClamd() throws IOException {
        this(0);
    }

    FakeClamd(int port) throws IOException {
        server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void behave(Behaviour next) {
        behaviour = next;
    }

    void behaveWell() {
        behaviour = this::scan;
    }

    void streamMaxLength(long bytes) {
        streamMaxLength = bytes;
    }

    /** What it got, whole streams only. */
    List<byte[]> scanned() {
        return scanned;
    }

    int connections() {
        return connections.get();
    }

    /** How many connections there were at the same time. */
    int mostOpen() {
        return mostOpen.get();
    }

    static Behaviour saying(String reply) {
        return (in, out) -> {
            readStream(in, Long.MAX_VALUE);
            out.write(reply.getBytes(StandardCharsets.ISO_8859_1));
        };
    }

    /** Reads everything and never answers, until {@code end}. */
    static Behaviour silent(CountDownLatch end) {
        return (in, out) -> {
            readStream(in, Long.MAX_VALUE);
            end.await();
        };
    }

    void scan(DataInputStream in, OutputStream out) throws IOException {
        byte[] bytes = readStream(in, streamMaxLength);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (bytes.length > streamMaxLength) {
            out.write("INSTREAM size limit exceeded. ERROR\0".getBytes(StandardCharsets.US_ASCII));
            return;
        }
        scanned.add(bytes);
        String reply = text.contains(new String(EICAR, StandardCharsets.US_ASCII))
                ? "stream: Win.Test.EICAR_HDB-1 FOUND\0"
                : "stream: OK\0";
        out.write(reply.getBytes(StandardCharsets.US_ASCII));
    }

    /** A chunk is its length in four bytes, the highest first, and as many bytes; the last has none. */
    private static byte[] readStream(DataInputStream in, long limit) throws IOException {
        byte[] command = in.readNBytes(10);
        if (!new String(command, StandardCharsets.US_ASCII).equals("zINSTREAM\0")) {
            throw new IOException("UNKNOWN COMMAND");
        }
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (int length = in.readInt(); length != 0 && stream.size() <= limit; length = in.readInt()) {
            byte[] chunk = new byte[length];
            in.readFully(chunk);
            stream.write(chunk);
            if (stream.size() > limit) {
                break;
            }
        }
        return stream.toByteArray();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        try (client) {
            behaviour.serve(new DataInputStream(client.getInputStream()), client.getOutputStream());
        } catch (IOException gone) {
            // as a connection ends whose client is gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.decrementAndGet();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
