package atrium.files.transfer;

import atrium.files.upload.Body;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Files in memory, by name; as fast as it is let. */
final class MemoryDestination implements Destination {

    final Map<String, byte[]> files = new ConcurrentHashMap<>();
    final AtomicInteger open = new AtomicInteger();
    final AtomicLong taken = new AtomicLong();
    /** One permit a piece. */
    final Semaphore disk = new Semaphore(Integer.MAX_VALUE / 2);

    @Override
    public Receiving open(String name) throws TransferRefusedException {
        if (name.startsWith("refused")) {
            throw new TransferRefusedException("not this one");
        }
        open.incrementAndGet();
        return new Receiving() {
            @Override
            public Received receive(Body body) throws IOException {
                if (name.startsWith("broken")) {
                    throw new IOException("the disk is broken");
                }
                return MemoryDestination.this.receive(name, body);
            }

            @Override
            public void close() {
                open.decrementAndGet();
            }
        };
    }

    private Received receive(String name, Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (ByteBuffer piece = body.next(); piece != null; piece = body.next()) {
            disk.acquireUninterruptibly();
            taken.addAndGet(piece.remaining());
            byte[] copy = new byte[piece.remaining()];
            piece.get(copy);
            bytes.write(copy);
        }
        files.put(name, bytes.toByteArray());
        return new Received(name, bytes.size(), "0".repeat(64));
    }
}
