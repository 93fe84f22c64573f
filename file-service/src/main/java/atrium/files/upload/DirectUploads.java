package atrium.files.upload;

import atrium.files.access.DeleteToken;
import atrium.files.access.Requester;
import atrium.files.catalog.Catalog;
import atrium.files.catalog.Entry;
import atrium.files.catalog.FileId;
import atrium.files.lock.Locks;
import atrium.files.quota.RoomQuota;
import atrium.files.storage.BlobStore;
import atrium.files.storage.FinishedBlob;
import java.io.IOException;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** What each {@link DirectUpload} is done with: bytes come first, an entry only once they are whole. */
final class DirectUploads {

    private final BlobStore store;
    private final Catalog catalog;
    private final RoomQuota quota;
    private final Locks locks;
    private final Completion completion;
    private final Writing writing;
    private final Declarations declarations;
    private final RandomGenerator random;

    DirectUploads(
            BlobStore store,
            Catalog catalog,
            RoomQuota quota,
            Locks locks,
            Completion completion,
            Writing writing,
            Declarations declarations,
            RandomGenerator random) {
        this.store = store;
        this.catalog = catalog;
        this.quota = quota;
        this.locks = locks;
        this.completion = completion;
        this.writing = writing;
        this.declarations = declarations;
        this.random = random;
    }

    DirectUpload begin(Requester who) {
        declarations.checkMayUpload(who);
        return new DirectUpload(this, FileId.random(random), who);
    }

    void checkType(Wish wish) {
        declarations.checkType(wish);
    }

    Locks.Held hold(FileId id) throws IOException {
        return locks.hold(id.value());
    }

    /** Receives the bytes, up to what {@code who} may upload; the entry comes later. */
    long receive(FileId id, Body body, Requester who) throws IOException {
        long limit = declarations.size(Length.UNKNOWN, who);
        Declarations.checkAnnounced(body, limit, limit);
        writing.prepare(body, limit);
        store.create(id);
        return writing.append(id, body, limit);
    }

    /**
     * Makes a file of bytes that were {@link #receive received}. They are forced to the disk first, and not while others
     * wait for the room.
     *
     * @param numbered whether a name that the room has gets a number; kept free for guests only, who come one at a time
     */
    Created complete(FileId id, Wish wish, long size, Requester who, boolean numbered) throws IOException {
        DeleteToken token = DeleteToken.random(random);
        FinishedBlob blob = completion.finish(id);
        Entry entry = quota.charge(wish.info(who, token), size, () -> {
            Wish named = numbered ? numbered(wish) : wish;
            return completion.file(id, named.info(who, token), blob);
        });
        return new Created(entry, token);
    }

    private Wish numbered(Wish wish) throws IOException {
        String room = wish.room();
        if (room == null) {
            return wish;
        }
        Set<String> taken =
                catalog.filesOf(room).stream().map(file -> file.info().name()).collect(Collectors.toSet());
        return wish.named(NumberedName.of(wish.name(), taken::contains));
    }

    void discard(FileId id) throws IOException {
        store.delete(id);
    }
}
