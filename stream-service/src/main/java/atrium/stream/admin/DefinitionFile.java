package atrium.stream.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The definitions that were put by REST, as one JSON file. Replaced whole by a rename, so that a crash leaves the old or
 * the new one; readable by the service's user alone, because a source may hold a password.
 */
final class DefinitionFile {

    private final Path file;
    private final JsonMapper json;

    DefinitionFile(Path file, JsonMapper json) {
        this.file = file;
        this.json = json;
    }

    Map<String, StreamDefinition> read() {
        return Files.exists(file)
                ? new TreeMap<>(json.readValue(file, new TypeReference<Map<String, StreamDefinition>>() {}))
                : new TreeMap<>();
    }

    void write(Map<String, StreamDefinition> definitions) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        Path next = Files.createTempFile(
                directory,
                "streams",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(next, json.writeValueAsBytes(definitions));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
