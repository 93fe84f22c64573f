package atrium.files.storage.local;

import atrium.platform.AtriumService;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where files lie. Read once, at the start.
 *
 * @param directory the directory for bytes and catalog; blank: {@code data/file-service} below {@code ATRIUM_HOME}
 */
@ConfigurationProperties("atrium.files.local")
public record LocalStoreProperties(@DefaultValue("") String directory) {

    public Path root() {
        return directory.isBlank() ? AtriumService.home().resolve("data/file-service") : Path.of(directory);
    }
}
