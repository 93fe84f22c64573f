package atrium.platform.testsupport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A bad network: a TCP proxy on loopback that breaks connections at chosen bytes.
 *
 * <p>Bytes are counted on their way to the target, over all connections together. The connection that carries the byte
 * at which a cut is due is cut right behind it; the others go on. Any thread may call.
 */
public final class CuttingProxy implements AutoCloseable {

    /** How a connection ends. */
    public enum Cut {
        /** Both sides are reset at once. */
        RESET,
        /** The target sees an orderly end in mid-request; what it answers still arrives. */
        HALF_CLOSED,
        /** The client is reset and the target never hears of it, as when a telephone changes its network. */
        UNNOTICED
    }

    private static final int PIECE = 64 * 1024;
    private static final int APART = 64 * 1024;

    private final ServerSocket server;
    private final InetSocketAddress target;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    /** Guarded by this. */
    private final Deque<Due> due = new ArrayDeque<>();
    /** What has passed since the last cut; guarded by this. */
    private long passed;
    /** Guarded by this. */
    private int cuts;

    private record Due(long bytes, Cut cut) {}

    /** How many bytes may pass now, and how the connection ends behind them, if it does. */
    private record Passage(int bytes, @Nullable Cut cut) {}

    /** Listens on a port of its own, and connects to {@code target} for each connection. */
    public CuttingProxy(InetSocketAddress target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Orders a cut, so many bytes after the one that was ordered before it, or after those that have passed. */
    public synchronized void cutAfter(long bytes, Cut cut) {
        if (due.isEmpty()) {
            passed = 0;
        }
        due.add(new Due(bytes, cut));
    }

    /**
     * Orders so many cuts of every kind, all of them before {@code length} bytes have passed.
     *
     * <p>Between two of them pass 64 KiB at least: each hits a body, and none a request without one, which many clients
     * send again unasked, so that nobody would notice the cut.
     */
    public void cutAtRandom(int count, long length, RandomGenerator random) {
        Cut[] kinds = Cut.values();
        long before = 0;
        for (long point :
                random.longs(count, 1, length - (long) count * APART).sorted().toArray()) {
            cutAfter(point - before + APART, kinds[random.nextInt(kinds.length)]);
            before = point;
        }
    }

    /** How many cuts have been made. */
    public synchronized int cuts() {
        return cuts;
    }

    /** Ends every connection. */
    @Override
    public void close() throws IOException {
        server.close();
        open.forEach(CuttingProxy::closeQuietly);
        threads.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                threads.execute(() -> carry(client));
            }
        } catch (IOException e) {
            if (!server.isClosed()) {
                throw new UncheckedIOException("the proxy has stopped accepting", e);
            }
        }
    }

    private void carry(Socket client) {
        Socket peer = new Socket();
        open.add(client);
        open.add(peer);
        try {
            if (server.isClosed()) {
                throw new IOException("the proxy is closed");
            }
            peer.connect(target);
            threads.execute(() -> carryBack(peer, client));
            carryForth(client, peer);
        } catch (IOException e) {
            // As on any network: who is at the other end sees it, too.
            end(client, peer);
        }
    }

    private void carryForth(Socket client, Socket peer) throws IOException {
        InputStream in = client.getInputStream();
        OutputStream out = peer.getOutputStream();
        byte[] piece = new byte[PIECE];
        for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
            Passage passage = pass(length);
            out.write(piece, 0, passage.bytes());
            if (passage.cut() != null) {
                cut(passage.cut(), client, peer);
                return;
            }
        }
        peer.shutdownOutput();
    }

    private synchronized Passage pass(int bytes) {
        Due next = due.peek();
        if (next == null || passed + bytes < next.bytes()) {
            passed += bytes;
            return new Passage(bytes, null);
        }
        int some = (int) Math.max(0, next.bytes() - passed);
        due.remove();
        passed = 0;
        cuts++;
        return new Passage(some, next.cut());
    }

    private static void cut(Cut how, Socket client, Socket peer) throws IOException {
        switch (how) {
            case RESET -> {
                reset(client);
                reset(peer);
            }
            case HALF_CLOSED -> peer.shutdownOutput();
            case UNNOTICED -> reset(client);
        }
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private void carryBack(Socket peer, Socket client) {
        try {
            peer.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // One of the two is gone; the other goes, too.
        }
        end(client, peer);
    }

    private void end(Socket client, Socket peer) {
        closeQuietly(client);
        closeQuietly(peer);
        open.remove(client);
        open.remove(peer);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed, which is all that was wanted.
        }
    }
}
