package atrium.files.protocol.rufh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DispositionTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            quoteCharacter = '`',
            value = {
                "inline; filename=\"a b.txt\"|a b.txt",
                "inline; filename=a.txt|a.txt",
                "inline ; FileName = \"a;b\" ; x=y|a;b",
                "inline; filename=\"a\\\"b\\\\c\"|a\"b\\c",
                "inline; filename=\"open|open",
                "inline; filename*=UTF-8''%41%E2%82%AC; filename=\"b\"|A€",
                "inline; filename*=iso-8859-1'en'%A3|£",
                "inline; filename*=UTF-8''%zz; filename=\"b\"|b",
                "inline; filename*=UTF-8''%4; filename=\"b\"|b",
                "inline; filename*=UTF-8''%C3; filename=\"b\"|b",
                "inline; filename*=koi8-r''a; filename=\"b\"|b",
                "inline; filename*=a|none",
                "inline; filename|none",
                "inline|none",
                ";;;=;=|none"
            })
    void a_name_is_read(String header, String name) {
        assertThat(Disposition.filename(header)).isEqualTo(name);
    }

    @Test
    void utf_8_that_was_not_escaped_is_taken_for_what_it_is() {
        byte[] utf8 = "inline; filename=\"报.txt\"".getBytes(StandardCharsets.UTF_8);

        assertThat(Disposition.filename(new String(utf8, StandardCharsets.ISO_8859_1)))
                .isEqualTo("报.txt");
    }

    @Test
    void no_header_is_no_name() {
        assertThat(Disposition.filename(null)).isNull();
    }
}
