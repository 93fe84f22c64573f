package atrium.chat.unicode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfusablesTests {

    @ParameterizedTest
    @CsvSource({"é, e", "и\u0306, и", "a\u0332b\u20DD, ab", "が, か\u3099", "क\u093F, क\u093F", "a-b c!, abc"})
    void a_spelling_is_without_loose_marks_and_without_punctuation(String text, String spelling) {
        assertThat(Confusables.spelling(text)).isEqualTo(spelling);
    }

    @Test
    void a_table_computes_each_value_once() {
        int[] computed = new int[1];
        CodePointTable<String> table = new CodePointTable<>(letter -> {
            computed[0]++;
            return Character.toString(letter);
        });

        assertThat(table.get('a')).isEqualTo("a").isSameAs(table.get('a'));
        assertThat(table.get(0x10FFFF)).isEqualTo("\uDBFF\uDFFF");
        assertThat(computed[0]).isEqualTo(2);
    }
}
