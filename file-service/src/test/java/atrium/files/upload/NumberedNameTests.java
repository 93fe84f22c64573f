package atrium.files.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberedNameTests {

    @Test
    void a_free_name_stays() {
        assertThat(NumberedName.of("a.txt", Set.of("b.txt")::contains)).isEqualTo("a.txt");
    }

    @Test
    void a_taken_one_gets_the_first_free_number() {
        Set<String> taken = Set.of("a.txt", "a (1).txt", "a (3).txt");

        assertThat(NumberedName.of("a.txt", taken::contains)).isEqualTo("a (2).txt");
    }

    @ParameterizedTest
    @CsvSource({
        "a,a (7)",
        ".profile,.profile (7)",
        "a.tar.gz,a (7).tar.gz",
        ".tar.gz,.tar (7).gz",
        "a.b.c,a.b (7).c",
        "a (1).txt,a (1) (7).txt",
        "a.no ending,a.no ending (7)",
        "报告.文件,报告 (7).文件"
    })
    void the_number_goes_before_the_ending(String name, String numbered) {
        assertThat(NumberedName.of(name, 7)).isEqualTo(numbered);
    }

    @Test
    void a_long_name_is_cut_between_characters() {
        String numbered = NumberedName.of("𠀀".repeat(62) + ".abc", 12);

        assertThat(numbered).isEqualTo("𠀀".repeat(61) + " (12).abc");
        assertThat(numbered.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(255);
        assertThat(NumberedName.of("a." + "b".repeat(253), 1)).hasSize(255).endsWith("b (1)");
    }
}
