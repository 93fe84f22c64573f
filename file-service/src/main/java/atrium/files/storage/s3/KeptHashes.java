package atrium.files.storage.s3;

import atrium.files.catalog.FileId;
import atrium.files.storage.RunningHash;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hashes of unfinished blobs between two appends here. One counts only if the tail object is the one it was kept with:
 * another instance may have gone on meanwhile. The oldest goes when there are too many; it can be made again.
 */
final class KeptHashes {

    private static final int MOST = 10_000;

    private record Kept(RunningHash hash, String tag) {}

    private final Map<FileId, Kept> kept = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<FileId, Kept> eldest) {
            return size() > MOST;
        }
    };

    synchronized void keep(FileId id, RunningHash hash, String tag) {
        kept.remove(id);
        kept.put(id, new Kept(hash, tag));
    }

    /** Takes the hash of all the bytes, if it is here. */
    synchronized @Nullable RunningHash take(FileId id, Unfinished now) {
        Kept found = kept.remove(id);
        return found != null && found.tag().equals(now.tag()) && found.hash().length() == now.offset()
                ? found.hash()
                : null;
    }

    synchronized void forget(FileId id) {
        kept.remove(id);
    }
}
