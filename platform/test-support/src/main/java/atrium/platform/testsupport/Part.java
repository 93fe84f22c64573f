package atrium.platform.testsupport;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;

/** A part that a test needs and that a machine may lack. */
public enum Part {
    CONTAINER_ENGINE("a container engine (start Docker, or run .ci/engine)") {
        @Override
        boolean isThere() {
            return DockerClientFactory.instance().isDockerAvailable();
        }
    },
    BROWSER("Chromium (install the package chromium, or name it in ATRIUM_BROWSER)") {
        @Override
        boolean isThere() {
            return browser().isPresent();
        }
    };

    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");

    private final String words;

    Part(String words) {
        this.words = words;
    }

    abstract boolean isThere();

    /** What is missing and how to get it. */
    String words() {
        return words;
    }

    /** The browser's program: {@code ATRIUM_BROWSER}, else the first known name on the path. */
    public static Optional<Path> browser() {
        String named = System.getenv("ATRIUM_BROWSER");
        if (named != null && !named.isBlank()) {
            return Optional.of(Path.of(named)).filter(Files::isExecutable);
        }
        String path = System.getenv().getOrDefault("PATH", "/usr/bin");
        return Stream.of(path.split(":"))
                .flatMap(directory -> BROWSERS.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
