package atrium.stream.codec.aac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.stream.codec.MalformedInputException;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioSpecificConfigTests {

    @ParameterizedTest
    @CsvSource({
        "1190, mp4a.40.2, 48000, 2",
        "1210, mp4a.40.2, 44100, 2",
        "1408, mp4a.40.2, 16000, 1",
        "1780bb8090, mp4a.40.2, 96001, 2",
        "2b920800, mp4a.40.5, 22050, 2"
    })
    void config_thenRateAndChannels(String hex, String codec, int rate, int channels) {
        AudioSpecificConfig config = AudioSpecificConfig.parse(HexFormat.of().parseHex(hex));

        assertThat(config.codec()).isEqualTo(codec);
        assertThat(config.sampleRate()).isEqualTo(rate);
        assertThat(config.channels()).isEqualTo(channels);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "11", "1690", "f8", "1178"})
    void shortOrReserved_thenMalformed(String hex) {
        assertThatThrownBy(() -> AudioSpecificConfig.parse(HexFormat.of().parseHex(hex)))
                .isInstanceOf(MalformedInputException.class);
    }
}
