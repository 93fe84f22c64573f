package atrium.files.catalog.s3;

import atrium.files.catalog.Catalog;
import atrium.files.catalog.Entry;
import atrium.files.catalog.FileId;
import atrium.files.catalog.FileInfo;
import atrium.files.catalog.HeldFile;
import atrium.files.catalog.Piece;
import atrium.files.catalog.RoomUsage;
import atrium.files.catalog.StoredFile;
import atrium.files.catalog.Upload;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every entry as a JSON object in a bucket, which several services share.
 *
 * <p><b>Truth and index.</b> {@code uploads/(id).json} is the entry of an upload, {@code whole/(id).json} that of what has
 * become whole; where both are, the second is true, so that an upload's entry which comes late (from a service that has
 * lost its lock) hides no file. All ways to an entry but its id are empty objects whose keys say it all, see
 * {@link CatalogKeys}: what is asked is answered by listing keys, and only a room's list reads entries, {@link
 * SmallObjects few at a time}.
 *
 * <p><b>Order.</b> A put writes the index, then the entry, then deletes what is obsolete of either. A remove deletes the
 * entry, then the index. So after a crash anywhere each entry has all its keys, and keys may lead nowhere. Readers look
 * whether there is an entry; only {@link #usage} counts such a key, until {@link #mend} deletes it.
 *
 * <p><b>What is remembered.</b> {@link #find} always asks the bucket, which answers with the newest (S3 is strongly
 * consistent): what another service has put or removed is seen at once. A listing asks for the keys, and takes from
 * memory those files that were seen before, since a file does not change; whether it is {@code untold} may be old there.
 */
public final class S3Catalog implements Catalog {

    private static final Logger log = LoggerFactory.getLogger(S3Catalog.class);
    private static final int REMEMBERED = 4096;
    private static final Comparator<StoredFile> NEWEST_FIRST =
            Comparator.comparing(StoredFile::createdAt).reversed();

    private final SmallObjects objects;
    private final EntryObjects entries;
    private final CatalogKeys keys;
    private final RecentEntries recent = new RecentEntries(REMEMBERED);

    /** @param root what all keys begin with; empty, or ends with a slash */
    public S3Catalog(S3AsyncClient s3, String bucket, String root, JsonMapper json) {
        this.objects = new SmallObjects(s3, bucket);
        this.entries = new EntryObjects(objects, json);
        this.keys = new CatalogKeys(root + "catalog/");
    }

    @Override
    public boolean inMemory() {
        return false;
    }

    @Override
    public Optional<Entry> find(FileId id) throws IOException {
        Optional<Entry> found = entries.first(List.of(keys.whole(id), keys.upload(id)));
        if (found.isEmpty()) {
            // It may have become whole between the two looks, and its upload be gone already.
            found = entries.first(List.of(keys.whole(id)));
        }
        found.ifPresent(recent::put);
        return found;
    }

    @Override
    public Optional<StoredFile> findFile(FileId id) throws IOException {
        return visible(entries.first(List.of(keys.whole(id))));
    }

    @Override
    public Optional<FileInfo> info(FileId id) throws IOException {
        Entry seen = recent.get(id);
        return seen == null ? find(id).map(Entry::info) : Optional.of(seen.info());
    }

    @Override
    public List<StoredFile> filesOf(String room) throws IOException {
        return files(keys.room(room));
    }

    @Override
    public List<StoredFile> filesOwnedBy(String owner) throws IOException {
        return files(keys.owner(owner));
    }

    @Override
    public Optional<FileId> blobOf(String sha256, long size) throws IOException {
        return firstOf(objects.list(keys.content(sha256, size))).map(StoredFile::blob);
    }

    @Override
    public boolean isShared(StoredFile file) throws IOException {
        List<String> all = objects.list(keys.content(file));
        all.remove(keys.content(file) + file.id());
        return firstOf(all).isPresent();
    }

    /** For a moment while its length is declared an entry has two sizes there; the larger counts. */
    @Override
    public RoomUsage usage(@Nullable String room) throws IOException {
        Map<FileId, RoomUsage> usages = new HashMap<>();
        for (String key : objects.list(keys.usage(room))) {
            RoomUsage usage = CatalogKeys.usageIn(key);
            CatalogKeys.id(key).ifPresent(id -> usages.merge(id, usage, (a, b) -> a.all() > b.all() ? a : b));
        }
        return new RoomUsage(
                usages.values().stream().mapToLong(RoomUsage::guests).sum(),
                usages.values().stream().mapToLong(RoomUsage::all).sum());
    }

    @Override
    public void put(Upload upload) throws IOException {
        Set<String> leading = keys.leadingTo(upload);
        objects.mark(leading);
        entries.put(keys.upload(upload.id()), upload);
        tidy(obsolete(upload, leading));
    }

    @Override
    public void put(Piece piece) throws IOException {
        putWhole(piece);
    }

    @Override
    public void put(HeldFile file) throws IOException {
        putWhole(file);
    }

    @Override
    public void put(StoredFile file) throws IOException {
        putWhole(file);
    }

    @Override
    public void remove(Entry entry) throws IOException {
        Set<String> obsolete = obsolete(entry, Set.of());
        recent.remove(entry.id());
        obsolete.addAll(keys.leadingTo(entry));
        // First what would be true without the other.
        objects.delete(List.of(keys.upload(entry.id())));
        objects.delete(List.of(keys.whole(entry.id())));
        tidy(obsolete);
    }

    @Override
    public Stream<Entry> entries() throws IOException {
        List<String> all = objects.list(keys.whole());
        Set<FileId> whole = CatalogKeys.ids(all);
        for (String key : objects.list(keys.uploads())) {
            if (CatalogKeys.id(key).filter(id -> !whole.contains(id)).isPresent()) {
                all.add(key);
            }
        }
        return entries.stream(all);
    }

    @Override
    public List<FileId> expired(Instant now) throws IOException {
        return new Expiry(objects, entries, keys).before(now);
    }

    @Override
    public List<Entry> unsettled() throws IOException {
        List<String> whole = CatalogKeys.ids(objects.list(keys.unsettled())).stream()
                .map(keys::whole)
                .toList();
        return entries.all(whole).stream().filter(Entry::isUnsettled).toList();
    }

    /** Deletes keys of the index that were written before {@code then} and lead nowhere; tells how many. */
    public int mend(Instant then) throws IOException {
        return new Mending(objects, keys).run(then);
    }

    private void putWhole(Entry entry) throws IOException {
        Set<String> leading = keys.leadingTo(entry);
        objects.mark(leading);
        entries.put(keys.whole(entry.id()), entry);
        Set<String> obsolete = obsolete(entry, leading);
        obsolete.add(keys.upload(entry.id()));
        tidy(obsolete);
    }

    /** The keys that led to what was seen last under the id of {@code entry}, from now on seen last, but do no more. */
    private Set<String> obsolete(Entry entry, Set<String> leading) {
        Entry before = recent.get(entry.id());
        recent.put(entry);
        Set<String> obsolete = before == null ? new HashSet<>() : keys.leadingTo(before);
        obsolete.removeAll(leading);
        return obsolete;
    }

    /** Deletes what harms nobody if it stays. */
    private void tidy(Collection<String> obsolete) {
        try {
            objects.delete(obsolete);
        } catch (IOException e) {
            log.warn("{} objects of the catalog are obsolete and were not deleted", obsolete.size(), e);
        }
    }

    /** The first file to which one of {@code leading} leads. */
    private Optional<StoredFile> firstOf(List<String> leading) throws IOException {
        for (String key : leading) {
            FileId id = CatalogKeys.id(key).orElse(null);
            Entry entry =
                    id == null ? null : entries.first(List.of(keys.whole(id))).orElse(null);
            if (entry instanceof StoredFile file && keys.leadingTo(file).contains(key)) {
                return Optional.of(file);
            }
            if (entry instanceof HeldFile held && keys.leadingTo(held).contains(key)) {
                return Optional.of(held.file());
            }
        }
        return Optional.empty();
    }

    private List<StoredFile> files(String prefix) throws IOException {
        List<StoredFile> files = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (FileId id : CatalogKeys.ids(objects.list(prefix))) {
            if (recent.get(id) instanceof StoredFile file) {
                files.add(file);
            } else {
                unknown.add(keys.whole(id));
            }
        }
        for (Entry entry : entries.all(unknown)) {
            recent.put(entry);
            visible(Optional.of(entry)).ifPresent(files::add);
        }
        files.sort(NEWEST_FIRST);
        return files;
    }

    private static Optional<StoredFile> visible(Optional<Entry> entry) {
        return entry.filter(StoredFile.class::isInstance).map(StoredFile.class::cast);
    }
}
