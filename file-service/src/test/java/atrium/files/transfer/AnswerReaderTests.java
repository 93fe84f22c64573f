package atrium.files.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTests {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String SHA = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @ValueSource(strings = {"ok", "ok\n", "ok\r\n"})
    void ok_then_done(String ok) throws IOException {
        for (int piece = 1; piece < 100; piece++) {
            AnswerReader reader = reader(ok + "done 5 " + SHA + "\n", piece);

            assertThat(reader.first(LONG)).isEqualTo(new Answer.Ok());
            assertThat(reader.last(LONG)).isEqualTo(new Answer.Done(5, SHA));
        }
    }

    @Test
    void a_refusal_instead_of_ok_and_instead_of_done() throws IOException {
        assertThat(reader("error: no\n", 1).first(LONG)).isEqualTo(new Answer.Refused("no"));
        AnswerReader later = reader("okerror: full\n", 3);
        assertThat(later.first(LONG)).isEqualTo(new Answer.Ok());
        assertThat(later.last(LONG)).isEqualTo(new Answer.Refused("full"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "done\n",
                "done 5\n",
                "done -5 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n",
                "done 5000000000000000000 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n",
                "HTTP/1.1 400 Bad Request\n",
                "\u0000\u0000\n"
            })
    void what_is_no_answer_is_an_error(String line) {
        assertThatThrownBy(() -> reader(line, 4).first(LONG)).hasMessage("the receiver says what is no answer");
    }

    @Test
    void an_endless_answer_is_none() {
        assertThatThrownBy(() -> reader("x".repeat(5000), 100).last(LONG)).hasMessageContaining("no answer");
    }

    @Test
    void silence_and_an_end_are_told_apart() {
        assertThatThrownBy(() -> reader("", 1).first(LONG)).hasMessage("the receiver did not answer within 30 s");
        assertThatThrownBy(() -> new AnswerReader((into, offset, patience) -> -1).first(LONG))
                .hasMessage("the receiver closed the connection without an answer");
    }

    @Test
    void an_answer_has_no_newline_inside() {
        assertThat(new Answer.Refused("a\nb\u0000").wire()).isEqualTo("error: a b \n");
    }

    private static AnswerReader reader(String said, int piece) {
        return new AnswerReader(NameReaderTests.pieces(said.getBytes(StandardCharsets.UTF_8), piece));
    }
}
