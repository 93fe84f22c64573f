package atrium.files.catalog.s3;

import atrium.files.catalog.Entry;
import atrium.files.catalog.FileId;
import atrium.files.catalog.HeldFile;
import atrium.files.catalog.Piece;
import atrium.files.catalog.RoomUsage;
import atrium.files.catalog.StoredFile;
import atrium.files.catalog.Upload;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where things lie in the bucket. Keys of the index carry all that is asked of it, and their objects nothing:
 *
 * <pre>
 * index/room/(room)/(time, newest first)-(id)
 * index/owner/(owner)/(time, newest first)-(id)
 * index/content/(sha256)-(size)/(blob)/(id)
 * index/usage/(room)/(guest or member)-(size)-(id)
 * index/expiry/(time)-(id)
 * index/unsettled/(id)
 * </pre>
 *
 * <p>Rooms and owners are there as the SHA-256 of their names: a key has 1 024 bytes, and not every store takes every
 * name between its slashes.
 */
final class CatalogKeys {

    /** In some 30 000 years. */
    private static final long LAST = 999_999_999_999_999L;

    private static final String GUEST = "guest";
    private static final String MEMBER = "member";
    private static final int ID = 32;
    private static final String ENDING = ".json";

    private final String root;

    /** @param root what all keys begin with; empty, or ends with a slash */
    CatalogKeys(String root) {
        this.root = root;
    }

    /** All entries of uploads. */
    String uploads() {
        return root + "uploads/";
    }

    /** All entries of what is whole. */
    String whole() {
        return root + "whole/";
    }

    String upload(FileId id) {
        return uploads() + id + ENDING;
    }

    String whole(FileId id) {
        return whole() + id + ENDING;
    }

    String index() {
        return root + "index/";
    }

    String room(String room) {
        return index() + "room/" + hash(room) + "/";
    }

    String owner(String owner) {
        return index() + "owner/" + hash(owner) + "/";
    }

    String content(String sha256, long size) {
        return index() + "content/" + sha256 + "-" + size + "/";
    }

    String content(StoredFile file) {
        return content(file.sha256(), file.size()) + file.blob() + "/";
    }

    String usage(@Nullable String room) {
        return index() + "usage/" + (room == null ? "none" : hash(room)) + "/";
    }

    String unsettled() {
        return index() + "unsettled/";
    }

    String expiry() {
        return index() + "expiry/";
    }

    /** What of {@link #expiry()} ends at {@code when}, and {@code ~}, which is after every id. */
    String expiryAfter(Instant when) {
        return expiry() + padded(when) + "~";
    }

    String expiry(Instant when, FileId id) {
        return expiry() + padded(when) + "-" + id;
    }

    /** All keys of the index that lead to {@code entry}. */
    Set<String> leadingTo(Entry entry) {
        Set<String> keys = new HashSet<>();
        Instant end = entry.expiresAt();
        if (end != null) {
            keys.add(expiry(end, entry.id()));
        }
        keys.add(usage(entry));
        if (entry.isUnsettled()) {
            keys.add(unsettled() + entry.id());
        }
        switch (entry) {
            case StoredFile file -> addVisible(keys, file);
            case HeldFile held -> keys.add(content(held.file()) + held.id());
            case Upload upload -> {}
            case Piece piece -> {}
        }
        return keys;
    }

    /** The id that a key names at its end. */
    static Optional<FileId> id(String key) {
        int end = key.endsWith(ENDING) ? key.length() - ENDING.length() : key.length();
        return end < ID ? Optional.empty() : FileId.parse(key.substring(end - ID, end));
    }

    /** The ids that keys name, in the order of the keys. */
    static Set<FileId> ids(List<String> keys) {
        return keys.stream()
                .map(CatalogKeys::id)
                .flatMap(Optional::stream)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** What a key below {@link #usage} counts; nothing, if it is none. */
    static RoomUsage usageIn(String key) {
        String[] parts = key.substring(key.lastIndexOf('/') + 1).split("-", 3);
        try {
            return RoomUsage.NOTHING.plus(parts[0].equals(GUEST), Long.parseLong(parts[1]));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return RoomUsage.NOTHING;
        }
    }

    private String usage(Entry entry) {
        String who = entry.info().guest() ? GUEST : MEMBER;
        return usage(entry.info().room()) + who + "-" + entry.size() + "-" + entry.id();
    }

    private void addVisible(Set<String> keys, StoredFile file) {
        String place = newestFirst(file.createdAt()) + "-" + file.id();
        keys.add(content(file) + file.id());
        if (file.info().room() != null) {
            keys.add(room(file.info().room()) + place);
        }
        if (file.info().owner() != null) {
            keys.add(owner(file.info().owner()) + place);
        }
    }

    private static String padded(Instant when) {
        return "%015d".formatted(millis(when));
    }

    private static String newestFirst(Instant when) {
        return "%015d".formatted(LAST - millis(when));
    }

    private static long millis(Instant when) {
        return Math.clamp(when.getEpochSecond(), 0, LAST / 1000) * 1000 + when.getNano() / 1_000_000;
    }

    private static String hash(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
