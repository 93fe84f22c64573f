package atrium.files.kill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What uploaders were told, by path. Guarded by itself. */
final class Ledger {

    /** Bytes that were sent, and how many of them the service said that it holds. */
    record Sent(byte[] bytes, int held) {}

    private final Map<String, Sent> uploading = new HashMap<>();
    private final Map<String, byte[]> whole = new LinkedHashMap<>();
    private final Set<String> leaving = new HashSet<>();
    private final Set<String> deleted = new HashSet<>();

    synchronized void uploading(String path, byte[] bytes) {
        uploading.put(path, new Sent(bytes, 0));
    }

    synchronized void held(String path, int offset) {
        uploading.computeIfPresent(path, (same, sent) -> new Sent(sent.bytes(), offset));
    }

    synchronized void whole(String path, byte[] bytes) {
        uploading.remove(path);
        whole.put(path, bytes);
    }

    /** A whole file, of which nothing is certain until {@link #deleted}. */
    synchronized @Nullable String oneToDelete(Random random) {
        if (whole.isEmpty()) {
            return null;
        }
        List<String> paths = new ArrayList<>(whole.keySet());
        String path = paths.get(random.nextInt(paths.size()));
        whole.remove(path);
        leaving.add(path);
        return path;
    }

    synchronized void deleted(String path) {
        leaving.remove(path);
        deleted.add(path);
    }

    synchronized Map<String, Sent> uploads() {
        return Map.copyOf(uploading);
    }

    synchronized Set<String> wholes() {
        return Set.copyOf(whole.keySet());
    }

    /** The newest half of {@code count} whole files, and as many others by chance. */
    synchronized Set<String> someWholes(int count, Random random) {
        List<String> paths = new ArrayList<>(whole.keySet());
        Set<String> some = new HashSet<>(paths.subList(Math.max(0, paths.size() - count / 2), paths.size()));
        while (some.size() < Math.min(count, paths.size())) {
            some.add(paths.get(random.nextInt(paths.size())));
        }
        return some;
    }

    synchronized byte @Nullable [] bytesOf(String path) {
        return whole.get(path);
    }

    synchronized Set<String> deletions() {
        return Set.copyOf(deleted);
    }
}
