package atrium.files.protocol.rufh;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9651, sections 3 and 4.2. */
class StructuredFieldTests {

    @ParameterizedTest
    @CsvSource({
        "?1, Bool[value=true]",
        "?0, Bool[value=false]",
        "0, Int[value=0]",
        "-42, Int[value=-42]",
        "007, Int[value=7]",
        "999999999999999, Int[value=999999999999999]",
        "'  5  ', Int[value=5]",
        "5;a;b=?0;c=\"d\", Int[value=5]",
        "5; a=1.5, Int[value=5]",
        "1.5, Other[]",
        "token/x:y, Other[]",
        "'\"a\\\"b\\\\\"', Other[]",
        "@1659578233, Other[]",
        "'%\"f%c3%bc\"', Other[]",
        ":aGVsbG8=:, Bytes[hex=68656c6c6f]",
        "::, Bytes[hex=]"
    })
    void an_item_is_read(String text, String item) {
        assertThat(StructuredField.item(List.of(text)).map(Object::toString)).hasValue(item);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "?",
                "?2",
                "?1 1",
                "?1;",
                "?1;A",
                "?1; =1",
                "1,2",
                "--1",
                "-",
                "+1",
                "1.",
                "1.2345",
                "1000000000000000",
                "1000000000000.1",
                "\"a",
                "\"a\\b\"",
                "\"ä\"",
                ":a b:",
                ":aGVsbG8=",
                "@",
                "@1.5",
                "%\"%C3%BC\"",
                "%\"%c3\"",
                "%\"a",
                "(1 2)",
                "\t1",
                "1\u0000"
            })
    void what_breaks_a_rule_is_no_item(String text) {
        assertThat(StructuredField.item(List.of(text))).isEmpty();
    }

    @Test
    void two_lines_are_no_item() {
        assertThat(StructuredField.item(List.of("?1", "?1"))).isEmpty();
    }

    @Test
    void a_dictionary_is_read_over_lines_and_its_last_member_of_a_name_counts() {
        assertThat(StructuredField.dictionary(List.of("a=1, b;x , c=(1 2);y", "*d=:aA==:", "a=2")))
                .hasValue(Map.of(
                        "a",
                        new BareItem.Int(2),
                        "b",
                        new BareItem.Bool(true),
                        "c",
                        new BareItem.Other(),
                        "*d",
                        new BareItem.Bytes("68")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=1,", "a=1,,b", "A=1", "a=", "a=(1", "a=(1\t2)", "a=1 b=2", "=1", "a= 1"})
    void what_breaks_a_rule_is_no_dictionary(String text) {
        assertThat(StructuredField.dictionary(List.of(text))).isEmpty();
    }

    /** Whatever it is, it is read or it is not, and a number that is read is one that the grammar has. */
    static void check(FuzzedDataProvider data) {
        List<String> lines = List.of(data.consumeString(60), data.consumeRemainingAsString());
        StructuredField.dictionary(lines);
        StructuredField.item(lines.subList(0, 1)).ifPresent(item -> {
            if (item instanceof BareItem.Int number) {
                assertThat(Math.abs(number.value())).isLessThan(1_000_000_000_000_000L);
                assertThat(StructuredField.item(List.of(Long.toString(number.value()))))
                        .hasValue(item);
            }
        });
    }
}
