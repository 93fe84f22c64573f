package atrium.platform.testsupport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program that the build makes or gets: the jar that a system property names, else the build's own, found by walking up
 * from the working directory.
 *
 * @param property the system property
 * @param path where the build has it
 * @param remedy what to do if it is not there
 */
record BuiltJar(String property, String path, String remedy) {

    boolean isThere() {
        return find().isPresent();
    }

    /** Where it is. */
    Path file() throws IOException {
        return find().orElseThrow(() -> new IOException("no " + path + "; " + remedy));
    }

    /** The program that runs it: that of this process. */
    static String java() {
        return ProcessHandle.current()
                .info()
                .command()
                .orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    }

    private Optional<Path> find() {
        String named = System.getProperty(property);
        Stream<Path> places = named == null
                ? Stream.iterate(Path.of("").toAbsolutePath(), up -> up != null, Path::getParent)
                        .map(up -> up.resolve(path))
                : Stream.of(Path.of(named).toAbsolutePath());
        return places.filter(Files::exists).findFirst();
    }
}
