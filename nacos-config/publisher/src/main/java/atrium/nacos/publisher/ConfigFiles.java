package atrium.nacos.publisher;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * The files {@code <group>/<data-id>.yaml} of a directory. All are read and parsed before the first is published, so a
 * broken one changes nothing.
 */
final class ConfigFiles {

    private static final String PACKED = "/config";

    private ConfigFiles() {}

    /** Those that came with this program. */
    static SortedMap<ConfigId, String> packed() throws IOException {
        URL packed = Objects.requireNonNull(ConfigFiles.class.getResource(PACKED), "no /config in this jar");
        try {
            URI uri = packed.toURI();
            if (!"jar".equals(uri.getScheme())) {
                return from(Path.of(uri));
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return from(jar.getPath(PACKED));
            }
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    /** @throws PublisherException naming the file and the line, if one is not YAML */
    static SortedMap<ConfigId, String> from(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new PublisherException(ExitCode.USAGE, directory + " is not a directory");
        }
        SortedMap<ConfigId, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.find(directory, 2, (path, attributes) -> attributes.isRegularFile())) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Path relative = directory.relativize(path);
                if (relative.getNameCount() == 2 && relative.toString().endsWith(".yaml")) {
                    files.put(id(relative), checked(relative, Files.readString(path)));
                }
            }
        }
        if (files.isEmpty()) {
            throw new PublisherException(
                    ExitCode.BAD_FILE, directory + " holds no <group>/<data-id>.yaml: nothing to publish");
        }
        return files;
    }

    private static ConfigId id(Path relative) {
        return new ConfigId(relative.getName(0).toString(), relative.getName(1).toString());
    }

    private static String checked(Path file, String content) {
        if (content.isBlank()) {
            throw new PublisherException(ExitCode.BAD_FILE, file + " is empty; Nacos holds no empty value");
        }
        try {
            LoaderOptions options = new LoaderOptions();
            options.setAllowDuplicateKeys(false);
            Object value = new Yaml(new SafeConstructor(options)).load(content);
            if (value != null && !(value instanceof Map)) {
                throw new PublisherException(ExitCode.BAD_FILE, file + " is not a mapping of keys to values");
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            throw new PublisherException(
                    ExitCode.BAD_FILE, file + ", line " + line + ": " + e.getProblem() + ". Nothing was published");
        }
        return content;
    }
}
