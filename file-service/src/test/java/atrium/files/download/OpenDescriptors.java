package atrium.files.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the kernel says this process has open. */
final class OpenDescriptors {

    private OpenDescriptors() {}

    /** Files below {@code directory}, deleted ones too. */
    static List<Path> below(Path directory) throws IOException {
        List<Path> open = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                Path target = targetOf(descriptor);
                if (target.startsWith(directory)) {
                    open.add(target);
                }
            }
        }
        return open;
    }

    private static Path targetOf(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (IOException closedMeanwhile) {
            return descriptor;
        }
    }
}
