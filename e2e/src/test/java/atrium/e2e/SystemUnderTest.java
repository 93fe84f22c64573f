package atrium.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives every test class the same running system with the demo stream, stopped when the last one is done. */
final class SystemUnderTest implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningSystem.class;
    }

    @Override
    public RunningSystem resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SystemUnderTest.class))
                .computeIfAbsent("system", key -> new Shared(), Shared.class)
                .system;
    }

    private static final class Shared implements AutoCloseable {

        private final Path home = freshHome();
        private final RunningSystem system = RunningSystem.up(home, "--demo");

        @Override
        public void close() {
            system.close();
        }

        /** Below target, so that the logs of a failed run can be read; the state of the last run goes first. */
        private static Path freshHome() {
            Path home = RunningSystem.repository().resolve("e2e/target/atrium");
            try (Stream<Path> old = Files.exists(home) ? Files.walk(home) : Stream.empty()) {
                old.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return home;
        }
    }
}
