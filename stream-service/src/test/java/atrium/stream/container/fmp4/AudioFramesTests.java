package atrium.stream.container.fmp4;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.stream.codec.opus.OpusConfig;
import atrium.stream.media.MediaFixture;
import atrium.stream.media.Track;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudioFramesTests {

    private static final Track.Opus OPUS =
            new Track.Opus(OpusConfig.parse(HexFormat.of().parseHex("4f707573486561640102380180bb0000000000")));

    /** RFC 6716, table 2: one of each mode, and each code. */
    @ParameterizedTest
    @CsvSource({
        "00, 480",
        "08, 960",
        "10, 1920",
        "18, 2880",
        "58, 2880",
        "60, 480",
        "68, 960",
        "70, 480",
        "80, 120",
        "88, 240",
        "90, 480",
        "98, 960",
        "f8, 960",
        "fc, 960",
        "f9, 1920",
        "fa, 1920",
        "fb03, 2880",
        "fb83, 2880",
        "83, 120",
        "1b02, 5760",
        "'', 960",
        "fb00, 960"
    })
    void opus_thenSamplesOfTheTableOfContents(String packet, int samples) {
        assertThat(AudioFrames.samples(
                        OPUS, Unpooled.wrappedBuffer(HexFormat.of().parseHex(packet))))
                .isEqualTo(samples);
    }

    @Test
    void aac_then1024() {
        assertThat(AudioFrames.samples(MediaFixture.AUDIO, Unpooled.EMPTY_BUFFER))
                .isEqualTo(1024);
    }
}
