package atrium.nacos.publisher;

import java.util.Optional;

/** The part of Nacos that publishing needs. Calls block; each is atomic on the server. */
interface ConfigStore {

    Optional<StoredConfig> find(ConfigId id);

    /**
     * Compare and set.
     *
     * @param type what the console shows it as: yaml or text
     * @return false, and nothing changed, if another value is there than {@code expected} (or any, if that is empty)
     */
    boolean put(ConfigId id, String content, String type, Optional<StoredConfig> expected);
}
