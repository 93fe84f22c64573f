package atrium.files.catalog;

import org.jspecify.annotations.Nullable;

/** What uploaders say of files, as far as a test does not care. */
public final class FileInfos {

    private FileInfos() {}

    /** Of {@code owner}, or of a guest where that is {@code null}. */
    public static FileInfo of(String name, String type, @Nullable String room, @Nullable String owner) {
        return new FileInfo(name, type, room, owner == null, owner, null, "hash", null);
    }
}
