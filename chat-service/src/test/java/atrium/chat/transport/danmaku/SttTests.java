package atrium.chat.transport.danmaku;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SttTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ``                          | {}
                    type@=mrkl/                 | {type=mrkl}
                    type@=mrkl                  | {type=mrkl}
                    a@=1/b@=2/                  | {a=1, b=2}
                    a@=/b@=2/                   | {a=, b=2}
                    @=1/                        | {=1}
                    a@=1//b@=2/                 | {a=1, b=2}
                    txt@=1@S2@A3/               | {txt=1/2@3}
                    txt@=@AS/                   | {txt=@S}
                    txt@=@AA@AS/                | {txt=@A@S}
                    k@Se@Ay@=v/                 | {k/e@y=v}
                    a@=b@=c/                    | {a=b@=c}
                    a@=@/                       | {a=@}
                    a@=@B@s/                    | {a=@B@s}
                    list@=id@A=1@Sid@A=2@S/     | {list=id@=1/id@=2/}
                    deep@=a@AA=1@AS/            | {deep=a@A=1@S}
                    """)
    void fields_are_read_one_step_deep(String text, String fields) {
        assertThat(Stt.parse(text).map(Map::toString)).hasValue(fields);
    }

    @ParameterizedTest
    @ValueSource(strings = {"type", "/type/", "a@=1/b/", "a@=1/a@=2/", "a@A=1/", "a=1/", "@"})
    void anything_else_is_not_stt(String text) {
        assertThat(Stt.parse(text)).isEmpty();
    }

    @Test
    void sixty_four_fields_are_enough() {
        String most = IntStream.range(0, 64).mapToObj(i -> i + "@=/").collect(Collectors.joining());

        assertThat(Stt.parse(most)).get().extracting(Map::size).isEqualTo(64);
        assertThat(Stt.parse(most + "64@=/")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    plain      | plain
                    ``         | ``
                    1/2@3      | 1@S2@A3
                    @S         | @AS
                    @A         | @AA
                    //@@       | @S@S@A@A
                    @=         | @A=
                    你好/👋    | 你好@S👋
                    """)
    void a_value_is_escaped_and_comes_back(String value, String escaped) {
        String text = Stt.of("t").with("v", value).toString();

        assertThat(text).isEqualTo("type@=t/v@=" + escaped + "/");
        assertThat(Stt.parse(text)).hasValue(Map.of("type", "t", "v", value));
    }

    @Test
    void a_key_is_escaped_as_well() {
        assertThat(Stt.of("t").with("a/b@", "")).hasToString("type@=t/a@Sb@A@=/");
    }

    @Test
    void a_nul_has_no_escape_and_is_left_out() {
        assertThat(Stt.of("t").with("v", "a\0b")).hasToString("type@=t/v@=ab/");
    }

    /** As often as somebody escaped it, it takes one step a parse: nothing grows, nothing recurses. */
    @Test
    void deep_escapes_are_only_long() {
        String deep = "@A".repeat(100_000);

        assertThat(Stt.parse("v@=" + deep + "/").orElseThrow()).containsEntry("v", "@".repeat(100_000));
    }
}
