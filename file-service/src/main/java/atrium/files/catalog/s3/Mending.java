package atrium.files.catalog.s3;

import atrium.files.catalog.FileId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Deletes the keys that a crash has left in the index and that lead to no entry. */
final class Mending {

    private final SmallObjects objects;
    private final CatalogKeys keys;

    Mending(SmallObjects objects, CatalogKeys keys) {
        this.objects = objects;
        this.keys = keys;
    }

    /**
     * The index is read before the entries, and only what is old counts: the entry of a new key may be on its way.
     *
     * @return how many keys it deleted
     */
    int run(Instant then) throws IOException {
        List<String> old = new ArrayList<>();
        objects.pages(keys.index(), page -> {
            page.stream()
                    .filter(listed -> listed.written().isBefore(then))
                    .map(SmallObjects.Listed::key)
                    .forEach(old::add);
            return true;
        });
        Set<FileId> ids = new HashSet<>();
        addIds(keys.whole(), ids);
        addIds(keys.uploads(), ids);
        old.removeIf(key -> CatalogKeys.id(key).filter(ids::contains).isPresent());
        objects.delete(old);
        return old.size();
    }

    private void addIds(String prefix, Set<FileId> ids) throws IOException {
        objects.pages(prefix, page -> {
            page.forEach(listed -> CatalogKeys.id(listed.key()).ifPresent(ids::add));
            return true;
        });
    }
}
