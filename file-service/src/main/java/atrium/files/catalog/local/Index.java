package atrium.files.catalog.local;

import atrium.files.catalog.Entry;
import atrium.files.catalog.FileId;
import atrium.files.catalog.HeldFile;
import atrium.files.catalog.Piece;
import atrium.files.catalog.RoomUsage;
import atrium.files.catalog.StoredFile;
import atrium.files.catalog.Upload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The ways to entries that do not begin with an id. Guarded by itself. */
final class Index {

    private static final Comparator<StoredFile> NEWEST_FIRST =
            Comparator.comparing(StoredFile::createdAt).reversed();

    private final Map<String, Set<StoredFile>> byRoom = new HashMap<>();
    private final Map<String, Set<StoredFile>> byOwner = new HashMap<>();
    private final Map<String, Set<StoredFile>> byContent = new HashMap<>();
    private final Map<String, RoomUsage> usage = new HashMap<>();

    /** Puts {@code after} in the place of {@code before}; either may be nothing. */
    synchronized void replace(@Nullable Entry before, @Nullable Entry after) {
        if (before != null) {
            count(before, -before.size());
            forget(before);
        }
        if (after != null) {
            count(after, after.size());
            remember(after);
        }
    }

    synchronized List<StoredFile> filesOf(String room) {
        return newestFirst(byRoom.get(room));
    }

    synchronized List<StoredFile> filesOwnedBy(String owner) {
        return newestFirst(byOwner.get(owner));
    }

    synchronized Optional<FileId> blobOf(String sha256, long size) {
        return byContent.getOrDefault(sha256, Set.of()).stream()
                .filter(file -> file.size() == size)
                .map(StoredFile::blob)
                .findFirst();
    }

    synchronized boolean isShared(StoredFile file) {
        return byContent.getOrDefault(file.sha256(), Set.of()).stream()
                .anyMatch(other -> !other.id().equals(file.id()) && other.blob().equals(file.blob()));
    }

    synchronized RoomUsage usage(@Nullable String room) {
        return usage.getOrDefault(key(room), RoomUsage.NOTHING);
    }

    private void count(Entry entry, long bytes) {
        usage.merge(
                key(entry.info().room()), RoomUsage.NOTHING.plus(entry.info().guest(), bytes), Index::sumUnlessNothing);
    }

    private static @Nullable RoomUsage sumUnlessNothing(RoomUsage before, RoomUsage more) {
        RoomUsage sum = new RoomUsage(before.guests() + more.guests(), before.all() + more.all());
        return sum.equals(RoomUsage.NOTHING) ? null : sum;
    }

    private void remember(Entry entry) {
        switch (entry) {
            case StoredFile file -> {
                add(byContent, file.sha256(), file);
                add(byRoom, file.info().room(), file);
                add(byOwner, file.info().owner(), file);
            }
            case HeldFile held -> add(byContent, held.file().sha256(), held.file());
            case Upload upload -> {}
            case Piece piece -> {}
        }
    }

    private void forget(Entry entry) {
        switch (entry) {
            case StoredFile file -> {
                remove(byContent, file.sha256(), file);
                remove(byRoom, file.info().room(), file);
                remove(byOwner, file.info().owner(), file);
            }
            case HeldFile held -> remove(byContent, held.file().sha256(), held.file());
            case Upload upload -> {}
            case Piece piece -> {}
        }
    }

    private static void add(Map<String, Set<StoredFile>> index, @Nullable String key, StoredFile file) {
        if (key != null) {
            index.computeIfAbsent(key, missing -> new LinkedHashSet<>()).add(file);
        }
    }

    private static void remove(Map<String, Set<StoredFile>> index, @Nullable String key, StoredFile file) {
        Set<StoredFile> files = key == null ? null : index.get(key);
        if (files != null && files.remove(file) && files.isEmpty()) {
            index.remove(key);
        }
    }

    private static List<StoredFile> newestFirst(@Nullable Set<StoredFile> files) {
        List<StoredFile> sorted = new ArrayList<>(files == null ? Set.of() : files);
        sorted.sort(NEWEST_FIRST);
        return sorted;
    }

    private static String key(@Nullable String room) {
        return room == null ? "" : room;
    }
}
