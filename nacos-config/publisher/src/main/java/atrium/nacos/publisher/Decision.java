package atrium.nacos.publisher;

import java.util.Optional;

/** What is to be done with one file. */
sealed interface Decision {

    ConfigId id();

    /** Nacos never had it, or is forced to have it again. */
    record Create(ConfigId id, String content) implements Decision {}

    /** Nacos holds what was published last, or is forced. */
    record Update(ConfigId id, String content, StoredConfig current) implements Decision {}

    /**
     * Nacos holds the file's content.
     *
     * @param remembered whether the checksum is on record; if not, an earlier run ended before it could write it
     */
    record Unchanged(ConfigId id, String content, boolean remembered) implements Decision {}

    /** An operator changed or, where {@code current} is empty, removed it. */
    record Kept(ConfigId id, Optional<StoredConfig> current) implements Decision {}
}
