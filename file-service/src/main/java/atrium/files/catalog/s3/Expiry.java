package atrium.files.catalog.s3;

import atrium.files.catalog.Entry;
import atrium.files.catalog.FileId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads which entries have expired from the keys that have their times, and not from the entries. */
final class Expiry {

    /** A key is written before its entry; after this the entry is not on its way any more. */
    private static final Duration ON_ITS_WAY = Duration.ofHours(1);

    private final SmallObjects objects;
    private final EntryObjects entries;
    private final CatalogKeys keys;

    Expiry(SmallObjects objects, EntryObjects entries, CatalogKeys keys) {
        this.objects = objects;
        this.entries = entries;
        this.keys = keys;
    }

    /** Whose time is over; deletes old keys of those that were given more time meanwhile. */
    List<FileId> before(Instant now) throws IOException {
        List<SmallObjects.Listed> over = over(now);
        Set<FileId> ids =
                CatalogKeys.ids(over.stream().map(SmallObjects.Listed::key).toList());
        Map<FileId, Entry> found = find(ids);
        objects.delete(over.stream()
                .filter(listed -> listed.written().plus(ON_ITS_WAY).isBefore(now))
                .map(SmallObjects.Listed::key)
                .filter(key -> !leadsTo(found, key))
                .toList());
        return found.values().stream()
                .filter(entry -> entry.isExpired(now))
                .map(Entry::id)
                .toList();
    }

    private Map<FileId, Entry> find(Set<FileId> ids) throws IOException {
        List<String> places = new ArrayList<>();
        ids.forEach(id -> places.add(keys.whole(id)));
        ids.forEach(id -> places.add(keys.upload(id)));
        Map<FileId, Entry> found = new LinkedHashMap<>();
        for (Entry entry : entries.all(places)) {
            found.putIfAbsent(entry.id(), entry);
        }
        return found;
    }

    private boolean leadsTo(Map<FileId, Entry> found, String key) {
        Entry entry = CatalogKeys.id(key).map(found::get).orElse(null);
        return entry != null && keys.leadingTo(entry).contains(key);
    }

    private List<SmallObjects.Listed> over(Instant now) throws IOException {
        String end = keys.expiryAfter(now);
        List<SmallObjects.Listed> over = new ArrayList<>();
        objects.pages(keys.expiry(), page -> {
            page.stream().filter(listed -> listed.key().compareTo(end) < 0).forEach(over::add);
            return page.isEmpty() || page.getLast().key().compareTo(end) < 0;
        });
        return over;
    }
}
