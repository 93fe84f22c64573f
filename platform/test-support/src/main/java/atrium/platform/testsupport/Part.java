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
    },
    REDIS("Redis 7 or newer (install the package redis-server, or name its program in ATRIUM_REDIS_SERVER)") {
        @Override
        boolean isThere() {
            return redis().isPresent();
        }
    },
    CURL("curl (install the package curl)") {
        @Override
        boolean isThere() {
            return onPath("curl").isPresent();
        }
    },
    S3("the S3 server's jar (run ./mvnw process-test-resources -pl file-service, or name it in atrium.s3proxy.jar)") {
        @Override
        boolean isThere() {
            return S3ProxyProcess.isThere();
        }
    },
    NETCAT("OpenBSD's netcat (install the package netcat-openbsd, or name its program in ATRIUM_NETCAT)") {
        @Override
        boolean isThere() {
            return netcat().isPresent();
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
        return program("ATRIUM_BROWSER", BROWSERS);
    }

    /** Redis' program: {@code ATRIUM_REDIS_SERVER}, else the one on the path. */
    public static Optional<Path> redis() {
        return program("ATRIUM_REDIS_SERVER", List.of("redis-server"));
    }

    /** OpenBSD's netcat, which can half-close: {@code ATRIUM_NETCAT}, else the one on the path. */
    public static Optional<Path> netcat() {
        return program("ATRIUM_NETCAT", List.of("nc.openbsd"));
    }

    private static Optional<Path> program(String variable, List<String> names) {
        String named = System.getenv(variable);
        if (named != null && !named.isBlank()) {
            return Optional.of(Path.of(named)).filter(Files::isExecutable);
        }
        return names.stream().flatMap(name -> onPath(name).stream()).findFirst();
    }

    private static Optional<Path> onPath(String name) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin");
        return Stream.of(path.split(":"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
