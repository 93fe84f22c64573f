package atrium.stream.egress.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.platform.problem.ProblemException;
import atrium.stream.media.MediaFixture;
import atrium.stream.media.Tracks;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.web.util.UriComponentsBuilder;

/** Section 6.2.5: what a client may ask of a playlist. */
class DirectivesTests {

    @ParameterizedTest
    @CsvSource({
        "_HLS_msn=1,                         true",
        "_HLS_msn=1800000001,                true",
        "_HLS_msn=1800000002,                false",
        "_HLS_msn=1800000003,                false",
        "_HLS_msn=1800000001&_HLS_part=9,    true",
        "_HLS_msn=1800000001&_HLS_part=10,   true",
        "_HLS_msn=1800000002&_HLS_part=1,    true",
        "_HLS_msn=1800000002&_HLS_part=2,    false",
        "_HLS_msn=1800000002&_HLS_part=16,   false",
        "_HLS_msn=1800000003&_HLS_part=0,    false",
    })
    void asked_thenMetOrNot(String query, boolean met) {
        try (Cutting cutting = running()) {
            assertThat(parse(query).check(cutting.window()).areMetBy(cutting.window()))
                    .isEqualTo(met);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "_HLS_msn=1800000004",
        "_HLS_msn=999999999999999999",
        "_HLS_msn=1800000002&_HLS_part=17",
        "_HLS_msn=1800000003&_HLS_part=15",
        "_HLS_msn=1800000003&_HLS_part=99999999999",
        "_HLS_part=1",
        "_HLS_msn=x",
        "_HLS_msn=-1",
        "_HLS_msn=1&_HLS_part=",
        "_HLS_msn=9999999999999999999999",
    })
    void tooFarOrSenseless_thenRefused(String query) {
        try (Cutting cutting = running()) {
            assertThatThrownBy(() -> parse(query).check(cutting.window()))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.type()).isEqualTo(HlsProblem.BAD_DIRECTIVE));
        }
    }

    @ParameterizedTest
    @CsvSource({"_HLS_skip=YES, true", "_HLS_skip=v2, true", "_HLS_skip=NO, false", "x=1, false"})
    void skip_thenDelta(String query, boolean delta) {
        assertThat(parse(query).skip()).isEqualTo(delta);
    }

    @ParameterizedTest
    @CsvSource({
        "init-7.mp4, OfInitialization[msn=7]",
        "7.m4s,      OfSegment[msn=7]",
        "7.12.m4s,   'OfPart[msn=7, index=12]'",
    })
    void names_thenTheSameWhenWritten(String text, String meaning) {
        assertThat(FileName.parse(text))
                .hasValueSatisfying(name -> assertThat(name).hasToString(text));
    }

    @ParameterizedTest
    @CsvSource({"init.mp4", "7.mp4", "-7.m4s", "7.1.1.m4s", "7.99999999999.m4s", "9999999999999999999.m4s", "x.m4s"})
    void notNames_thenNothing(String text) {
        assertThat(FileName.parse(text)).isEmpty();
    }

    private static Cutting running() {
        return new Cutting().begin(new Tracks(MediaFixture.VIDEO, null)).pictures(0, 4500, 40, 2000);
    }

    private static Directives parse(String query) {
        Map<String, String> values = UriComponentsBuilder.fromUriString("/?" + query)
                .build()
                .getQueryParams()
                .toSingleValueMap();
        return Directives.parse(name -> values.containsKey(name) && values.get(name) == null ? "" : values.get(name));
    }
}
