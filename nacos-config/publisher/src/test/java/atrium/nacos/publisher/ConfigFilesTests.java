package atrium.nacos.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFilesTests {

    @TempDir
    private Path directory;

    @Test
    void everyFirstValueOfTheProjectParses() throws IOException {
        assertThat(ConfigFiles.packed().keySet())
                .extracting(ConfigId::toString)
                .contains(
                        "ATRIUM/atrium.yaml",
                        "ATRIUM/chat-service.yaml",
                        "ATRIUM/file-service.yaml",
                        "ATRIUM/gateway.yaml",
                        "ATRIUM/stream-service.yaml");
    }

    @Test
    void readsGroupsAndYamlFilesOnly() throws IOException {
        write("G/a.yaml", "x: 1\n");
        write("G/readme.md", "no");
        write("top.yaml", "x: 1\n");

        assertThat(ConfigFiles.from(directory)).containsOnlyKeys(new ConfigId("G", "a.yaml"));
    }

    @ParameterizedTest
    @CsvSource({
        "'x: [', 'G/a.yaml, line 1'",
        "'x: 1\nx: 2', 'duplicate key x'",
        "'- x', 'not a mapping'",
        "' ', 'is empty'",
        "'!!javax.script.ScriptEngineManager {}', 'G/a.yaml, line 1'"
    })
    void refusesABrokenFileByNameAndLine(String content, String reason) throws IOException {
        write("G/a.yaml", content);

        assertThatThrownBy(() -> ConfigFiles.from(directory))
                .isInstanceOfSatisfying(
                        PublisherException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.BAD_FILE))
                .hasMessageContaining("G/a.yaml")
                .hasMessageContaining(reason);
    }

    @Test
    void refusesADirectoryWithoutFiles() {
        assertThatThrownBy(() -> ConfigFiles.from(directory)).hasMessageContaining("nothing to publish");
        assertThatThrownBy(() -> ConfigFiles.from(directory.resolve("none"))).hasMessageContaining("not a directory");
    }

    private void write(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
