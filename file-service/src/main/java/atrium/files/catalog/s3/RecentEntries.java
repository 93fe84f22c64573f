package atrium.files.catalog.s3;

import atrium.files.catalog.Entry;
import atrium.files.catalog.FileId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Entries as they were seen last, the most recently used few. Another service may have changed them. Any thread. */
final class RecentEntries {

    private final int most;
    private final Map<FileId, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    RecentEntries(int most) {
        this.most = most;
    }

    synchronized @Nullable Entry get(FileId id) {
        return entries.get(id);
    }

    synchronized void put(Entry entry) {
        entries.put(entry.id(), entry);
        if (entries.size() > most) {
            entries.remove(entries.keySet().iterator().next());
        }
    }

    synchronized @Nullable Entry remove(FileId id) {
        return entries.remove(id);
    }
}
