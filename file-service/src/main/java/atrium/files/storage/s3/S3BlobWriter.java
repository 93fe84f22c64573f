package atrium.files.storage.s3;

import atrium.files.storage.BlobWriter;
import atrium.files.storage.RunningHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Fills parts and sends them, a few side by side; at the end the rest becomes the new tail. After an error nothing more
 * is sent, and what S3 holds up to the first hole is what the next append goes on with.
 */
final class S3BlobWriter implements BlobWriter {

    private static final int AT_ONCE = 4;
    private static final int MOST_PARTS = 10_000;

    private final S3Bucket bucket;
    private final PartSender sender;
    private final Keys keys;
    private final @Nullable RunningHash hash;
    private final BiConsumer<RunningHash, String> keepHash;
    private final PartNumbers numbers;
    private final long tailLength;
    private final Queue<CompletableFuture<?>> sent = new ArrayDeque<>();

    private @Nullable String upload;
    private boolean announced;
    private String tag;
    private int number;
    private Spool spool;
    private long start;
    private boolean changed;
    private boolean failed;
    private boolean closed;

    /**
     * @param spool holds the tail; taken over
     * @param hash of all bytes so far; null if nobody here knows it
     * @param keepHash is given the hash at the end, and the entity tag of the tail object that it goes with
     */
    S3BlobWriter(
            S3Bucket bucket,
            PartSender sender,
            Keys keys,
            Unfinished before,
            Spool spool,
            @Nullable RunningHash hash,
            BiConsumer<RunningHash, String> keepHash) {
        this.bucket = bucket;
        this.sender = sender;
        this.keys = keys;
        this.spool = spool;
        this.hash = hash;
        this.keepHash = keepHash;
        this.numbers = before.numbersToGoOn();
        this.announced = numbers.equals(before.numbers());
        this.upload = before.upload();
        this.tag = before.tag();
        this.number = before.lastNumber();
        this.start = before.partBytes();
        this.tailLength = before.tail();
    }

    @Override
    public long offset() {
        return start + spool.size();
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                sendIfFull();
                take(bytes);
            }
        } catch (IOException | RuntimeException e) {
            failed = true;
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (!failed) {
                sendIfFull();
            }
            awaitSent(0);
            if (!failed) {
                keepRest();
            }
        } finally {
            spool.close();
        }
    }

    private void take(ByteBuffer bytes) throws IOException {
        int length = (int) Math.min(bytes.remaining(), sender.partSize() - spool.size());
        ByteBuffer step = bytes.slice(bytes.position(), length);
        if (hash != null) {
            hash.update(step.duplicate());
        }
        spool.write(step);
        bytes.position(bytes.position() + length);
        changed = true;
    }

    private void sendIfFull() throws IOException {
        if (spool.size() < sender.partSize()) {
            return;
        }
        String to = begun();
        awaitSent(AT_ONCE - 1);
        number = numbers.after(number);
        if (number > MOST_PARTS) {
            throw new IOException(
                    keys.blob() + " has no part left of " + MOST_PARTS + "; raise atrium.files.s3.part-size");
        }
        Spool full = spool;
        spool = sender.spool();
        start += full.size();
        sent.add(sender.send(keys.blob(), to, number, full));
    }

    /** The multipart upload, which the tail object names before it has a part. */
    private String begun() throws IOException {
        String named = upload;
        if (named == null) {
            named = bucket.begin(keys.blob());
            upload = named;
            announced = false;
        }
        if (!announced) {
            tag = bucket.put(keys.tail(), tag, Unfinished.metadata(named, numbers, start), spool.body(tailLength));
            announced = true;
        }
        return named;
    }

    /** Waits until no more than {@code most} parts are on their way. */
    private void awaitSent(int most) throws IOException {
        IOException first = null;
        while (sent.size() > most) {
            try {
                S3Bucket.await(keys.blob(), sent.remove());
            } catch (IOException e) {
                failed = true;
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** With no rest the old tail stays: it begins before the end of the parts, so it counts no more. */
    private void keepRest() throws IOException {
        if (changed && spool.size() > 0) {
            Map<String, String> metadata = Unfinished.metadata(upload, numbers, start);
            tag = bucket.put(keys.tail(), tag, metadata, spool.body(spool.size()));
        }
        if (hash != null) {
            keepHash.accept(hash, tag);
        }
    }
}
