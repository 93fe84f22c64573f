package atrium.files.storage.s3;

import atrium.files.catalog.FileId;
import atrium.files.storage.BlobStore;
import atrium.files.storage.BlobWriter;
import atrium.files.storage.FinishedBlob;
import atrium.files.storage.RunningHash;
import atrium.files.storage.Streaming;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Blobs as objects of a bucket: {@code blobs/<id>} when finished; while unfinished, the parts of a multipart upload of
 * that key, and {@code uploads/<id>}, the tail.
 *
 * <p>S3 cannot append. It takes a file in parts of 5 MiB or more and makes one object of them without moving a byte. So
 * an append fills parts and sends them, and what is left at its end, less than a part, becomes the tail object, which
 * the next append fetches back. Its metadata names the multipart upload and where its own bytes begin.
 *
 * <p>The offset is counted, not noted: the sizes of the parts up to the first hole, and the tail's if it begins just
 * there. So it cannot disagree with the bytes, whenever we or S3 stop:
 *
 * <ul>
 *   <li>A tail that begins earlier is in a part that was sent after it, and does not count.
 *   <li>A part behind a hole does not count, ever; see {@link PartNumbers}.
 *   <li>What is here and not in S3 yet, a few parts for each open writer, is lost, and nobody was told that it is kept.
 * </ul>
 *
 * <p>Two writers of one blob may meet when the first has lost its lease and does not know. Both bring the same bytes
 * for the same places, so a part that is sent twice is the same; a tail is only replaced by who has seen it ({@code
 * If-Match}), the other gets an error; and the offset may fall back, but never counts what is not there.
 *
 * <p>A part waits on the disk ({@link Spool}) and not in memory, which would be 8 MiB for every slow client. The hash
 * is computed while bytes pass and stays in memory between two appends; if another instance had a share in the blob,
 * or we were started anew, it is made from the finished object, by reading it once.
 *
 * <p>Thought of and left: the offset in a file beside the parts (it can disagree); a tail as a small last part (S3
 * takes none but the very last below 5 MiB); an object for each append, put together at the end (an assembly at the
 * end is what makes large uploads fail).
 */
public final class S3BlobStore implements BlobStore, Streaming {

    private static final int STEP = 64 * 1024;

    private final S3Bucket bucket;
    private final PartSender sender;
    private final int page;
    private final KeptHashes hashes = new KeptHashes();

    /** @param page how many names a listing asks for at once */
    S3BlobStore(S3Bucket bucket, PartSender sender, int page) {
        this.bucket = bucket;
        this.sender = sender;
        this.page = page;
    }

    @Override
    public void create(FileId id) throws IOException {
        bucket.put(new Keys(id).tail(), "", Unfinished.metadata(null, PartNumbers.ALL, 0), AsyncRequestBody.empty());
    }

    @Override
    public long offset(FileId id) throws IOException {
        Keys keys = new Keys(id);
        try {
            return unfinished(keys).offset();
        } catch (NoSuchFileException e) {
            return bucket.head(keys.blob()).orElseThrow(() -> e).contentLength();
        }
    }

    @Override
    public boolean isFinished(FileId id) throws IOException {
        return bucket.head(new Keys(id).blob()).isPresent();
    }

    @Override
    public BlobWriter append(FileId id) throws IOException {
        Keys keys = new Keys(id);
        Unfinished now = unfinished(keys);
        RunningHash hash = now.offset() == 0 ? new RunningHash() : hashes.take(id, now);
        Spool spool = sender.spool();
        try {
            fetchTail(keys, now, spool);
        } catch (IOException | RuntimeException e) {
            spool.close();
            throw e;
        }
        return new S3BlobWriter(bucket, sender, keys, now, spool, hash, (seen, tag) -> hashes.keep(id, seen, tag));
    }

    @Override
    public FinishedBlob finish(FileId id) throws IOException {
        Keys keys = new Keys(id);
        Optional<HeadObjectResponse> blob = bucket.head(keys.blob());
        if (blob.isPresent()) {
            bucket.delete(keys.tail());
            return finished(keys, blob.get().contentLength(), null);
        }
        Unfinished now = unfinished(keys);
        RunningHash hash = now.offset() == 0 ? new RunningHash() : hashes.take(id, now);
        makeBlob(keys, now);
        bucket.delete(keys.tail());
        return finished(keys, now.offset(), hash);
    }

    @Override
    public InputStream open(FileId id) throws IOException {
        return bucket.open(new Keys(id).blob());
    }

    @Override
    public Publisher<ByteBuffer> read(FileId blob, long first, long length) {
        return bucket.read(new Keys(blob).blob(), first, length);
    }

    @Override
    public void delete(FileId id) throws IOException {
        hashes.forget(id);
        Keys keys = new Keys(id);
        Optional<Unfinished> unfinished = bucket.head(keys.tail()).map(Unfinished::of);
        if (unfinished.isPresent()) {
            abort(keys, unfinished.get());
            bucket.delete(keys.tail());
        }
        bucket.delete(keys.blob());
    }

    /** A crash can leave the tail of a blob that is finished. */
    @Override
    public Set<FileId> unfinished() throws IOException {
        Set<FileId> ids = idsBelow(Keys.TAILS);
        ids.removeAll(finished());
        return ids;
    }

    @Override
    public Set<FileId> finished() throws IOException {
        return idsBelow(Keys.BLOBS);
    }

    private Unfinished unfinished(Keys keys) throws IOException {
        Unfinished bare =
                bucket.head(keys.tail()).map(Unfinished::of).orElseThrow(() -> new NoSuchFileException(keys.tail()));
        if (bare.upload() == null) {
            return bare;
        }
        Unfinished now = bare.with(bucket.parts(keys.blob(), bare.upload()));
        if (now.parts().isEmpty()
                && (now.tailStart() > 0 || bucket.head(keys.blob()).isPresent())) {
            throw new NoSuchFileException(keys.blob(), null, "its parts are gone: it was finished or given up");
        }
        return now;
    }

    private void fetchTail(Keys keys, Unfinished now, Spool spool) throws IOException {
        if (now.tail() == 0) {
            return;
        }
        byte[] step = new byte[STEP];
        try (InputStream tail = bucket.open(keys.tail())) {
            for (int n = tail.read(step); n >= 0; n = tail.read(step)) {
                spool.write(ByteBuffer.wrap(step, 0, n));
            }
        }
        if (spool.size() != now.tail()) {
            throw new IOException(keys.tail() + ": " + spool.size() + " bytes (expected: " + now.tail() + ")");
        }
    }

    private void makeBlob(Keys keys, Unfinished now) throws IOException {
        if (now.upload() == null || now.parts().isEmpty()) {
            bucket.copy(keys.tail(), now.tag(), keys.blob());
            abort(keys, now);
            return;
        }
        List<CompletedPart> parts = new ArrayList<>();
        now.parts()
                .forEach(part -> parts.add(CompletedPart.builder()
                        .partNumber(part.partNumber())
                        .eTag(part.eTag())
                        .build()));
        if (now.tail() > 0) {
            int number = now.numbersToGoOn().after(now.lastNumber());
            parts.add(bucket.copyPart(keys.tail(), now.tag(), keys.blob(), now.upload(), number));
        }
        bucket.complete(keys.blob(), now.upload(), parts);
    }

    private void abort(Keys keys, Unfinished unfinished) throws IOException {
        if (unfinished.upload() != null) {
            bucket.abort(keys.blob(), unfinished.upload());
        }
    }

    /** @param hash of all its bytes; null if it has to be made by reading them */
    private FinishedBlob finished(Keys keys, long size, @Nullable RunningHash hash) throws IOException {
        if (hash != null) {
            return new FinishedBlob(size, hash.hex());
        }
        try (InputStream bytes = bucket.open(keys.blob())) {
            RunningHash read = RunningHash.of(bytes);
            return new FinishedBlob(read.length(), read.hex());
        }
    }

    private Set<FileId> idsBelow(String prefix) throws IOException {
        Set<FileId> ids = new HashSet<>();
        bucket.list(prefix, page, key -> Keys.id(prefix, key).ifPresent(ids::add));
        return ids;
    }
}
