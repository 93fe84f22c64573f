package atrium.stream.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.stream.media.MediaFixture;
import atrium.stream.media.Tracks;
import jakarta.validation.Validation;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

class TranscodePropertiesTests {

    private static final Tracks BOTH = new Tracks(MediaFixture.VIDEO, MediaFixture.AUDIO);

    @Test
    void nothingSet_thenDefaults() {
        TranscodeProperties properties = bind(Map.of());

        assertThat(properties)
                .isEqualTo(new TranscodeProperties(0, new TranscodeProperties.Mpeg1(1500, 1280, 720, 25)));
        assertThat(properties.encoders()).isEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void everyKey_thenUsed() {
        TranscodeProperties properties = bind(Map.of(
                "atrium.stream.transcode.max-encoders", "3",
                "atrium.stream.transcode.mpeg1.kbps", "800",
                "atrium.stream.transcode.mpeg1.max-width", "640",
                "atrium.stream.transcode.mpeg1.max-height", "480",
                "atrium.stream.transcode.mpeg1.fps", "30"));

        assertThat(properties).isEqualTo(new TranscodeProperties(3, new TranscodeProperties.Mpeg1(800, 640, 480, 30)));
        assertThat(properties.encoders()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"max-encoders,-1", "mpeg1.kbps,49", "mpeg1.max-width,4096", "mpeg1.max-height,8", "mpeg1.fps,26"})
    void outOfBounds_thenRefused(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of("atrium.stream.transcode." + key, value)))
                .isInstanceOf(BindException.class);
    }

    @Test
    void mpeg1_thenArgumentsOfIts() {
        String arguments = Mpeg1Arguments.of(BOTH, new TranscodeProperties.Mpeg1(800, 640, 480, 30))
                .toString();

        assertThat(arguments)
                .contains("-f flv -i pipe:0", "min(640,iw*sar)", "min(480,ow*ih", "-bf 0 -g 30 -r 30 -b:v 800k")
                .contains("-c:v mpeg1video", "-c:a mp2", "-f mpegts pipe:1");
    }

    @Test
    void soundOnly_thenNoArgumentsForPictures() {
        TranscodeProperties.Mpeg1 properties = bind(Map.of()).mpeg1();

        assertThat(Mpeg1Arguments.of(new Tracks(null, MediaFixture.AUDIO), properties)
                        .arguments())
                .contains("mp2")
                .doesNotContain("mpeg1video", "-vf");
        assertThat(Mpeg1Arguments.of(new Tracks(MediaFixture.VIDEO, null), properties)
                        .arguments())
                .contains("mpeg1video")
                .doesNotContain("mp2");
    }

    private static TranscodeProperties bind(Map<String, String> values) {
        var validator = new SpringValidatorAdapter(
                Validation.buildDefaultValidatorFactory().getValidator());
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate(
                        "atrium.stream.transcode",
                        Bindable.of(TranscodeProperties.class),
                        new ValidationBindHandler(validator));
    }
}
