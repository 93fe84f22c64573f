package atrium.stream.ingest.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class FfmpegPropertiesTests {

    @TempDir
    Path directory;

    @Test
    void defaults() {
        assertThat(bind(Map.of())).isEqualTo(new FfmpegProperties(null, Duration.ofSeconds(2), Duration.ofSeconds(10)));
    }

    @Test
    void everyKey_isRead() {
        Map<String, String> values = Map.of(
                "atrium.stream.ffmpeg.path", "/opt/ffmpeg/ffmpeg",
                "atrium.stream.ffmpeg.stop-timeout", "500ms",
                "atrium.stream.ffmpeg.source-timeout", "3s");

        assertThat(bind(values))
                .isEqualTo(new FfmpegProperties(
                        Path.of("/opt/ffmpeg/ffmpeg"), Duration.ofMillis(500), Duration.ofSeconds(3)));
    }

    @Test
    void aPathThatIsNoProgram_isNamed() {
        FfmpegProperties properties = bind(Map.of("atrium.stream.ffmpeg.path", directory + "/none"));

        assertThatThrownBy(() -> Ffmpeg.locate(properties, directory))
                .hasMessageContaining("atrium.stream.ffmpeg.path")
                .hasMessageContaining("/none");
    }

    @Test
    void aPlatformWithoutABundle_isToldWhatToDo() {
        assertThatThrownBy(() -> new FfmpegBundle("plan9-mips", getClass().getClassLoader()).unpack(directory))
                .hasMessageContaining("plan9-mips")
                .hasMessageContaining("atrium.stream.ffmpeg.path");
    }

    private static FfmpegProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("atrium.stream.ffmpeg", FfmpegProperties.class);
    }
}
