package atrium.files.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DispositionTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a.txt | attachment; filename=\"a.txt\"",
                "a b;c.txt | attachment; filename=\"a b;c.txt\"",
                "报告.pdf | attachment; filename=\"__.pdf\"; filename*=UTF-8''%E6%8A%A5%E5%91%8A.pdf",
                "מסמך.doc | attachment; filename=\"____.doc\"; filename*=UTF-8''%D7%9E%D7%A1%D7%9E%D7%9A.doc",
                "👩‍🚀.png | attachment; filename=\"___.png\"; "
                        + "filename*=UTF-8''%F0%9F%91%A9%E2%80%8D%F0%9F%9A%80.png",
                "\"q\".txt | attachment; filename=\"_q_.txt\"; filename*=UTF-8''%22q%22.txt",
                "100%.txt | attachment; filename=\"100_.txt\"; filename*=UTF-8''100%25.txt",
                "%41.txt | attachment; filename=\"_41.txt\"; filename*=UTF-8''%2541.txt",
                "a\\b.txt | attachment; filename=\"a_b.txt\"; filename*=UTF-8''a%5Cb.txt",
                "it's (1)*.txt | attachment; filename=\"it's (1)*.txt\""
            })
    void name_to_header(String name, String header) {
        assertThat(Disposition.ATTACHMENT.of(name)).isEqualTo(header);
    }

    @Test
    void inline_differs_by_one_word() {
        assertThat(Disposition.INLINE.of("a.png")).isEqualTo("inline; filename=\"a.png\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"é", "字", "𝄞"})
    void the_longest_name_comes_back_whole_and_in_ascii(String letter) {
        int each = letter.getBytes(StandardCharsets.UTF_8).length;
        String name = letter.repeat(255 / each) + "x".repeat(255 % each);

        String header = Disposition.ATTACHMENT.of(name);

        assertThat(header).isPrintable().isASCII();
        String encoded = header.substring(header.indexOf("''") + 2);
        assertThat(URLDecoder.decode(encoded, StandardCharsets.UTF_8)).isEqualTo(name);
    }
}
