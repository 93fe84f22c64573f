package atrium.files.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClamdReplyTests {

    @Test
    void ok_is_clean() throws IOException {
        assertThat(ClamdReply.verdict("stream: OK")).isEqualTo(Verdict.CLEAN);
    }

    @ParameterizedTest
    @CsvSource({
        "stream: Win.Test.EICAR_HDB-1 FOUND,Win.Test.EICAR_HDB-1",
        "stream: a FOUND b FOUND,a FOUND b",
        "stream:  FOUND,unnamed",
        "stream: \u0007\u00e9 FOUND,??",
    })
    void found_is_infected_with_the_name(String reply, String name) throws IOException {
        assertThat(ClamdReply.verdict(reply)).isEqualTo(new Verdict.Infected(name));
    }

    @Test
    void a_name_is_cut() throws IOException {
        assertThat(ClamdReply.verdict("stream: " + "x".repeat(4000) + " FOUND"))
                .isEqualTo(new Verdict.Infected("x".repeat(200)));
    }

    @Test
    void the_size_limit_is_too_large() throws IOException {
        assertThat(ClamdReply.verdict("INSTREAM size limit exceeded. ERROR")).isEqualTo(new Verdict.TooLarge());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "OK",
                "stream:OK",
                "stream: OK ",
                "stream: ok",
                "stream: OK\nstream: OK",
                "stream: FOUND",
                "FOUND",
                "UNKNOWN COMMAND",
                "stream: Can't allocate memory ERROR",
                "COMMAND READ TIMED OUT ERROR"
            })
    void anything_else_is_no_verdict(String reply) {
        assertThatThrownBy(() -> ClamdReply.verdict(reply)).isInstanceOf(ScanFailedException.class);
    }
}
