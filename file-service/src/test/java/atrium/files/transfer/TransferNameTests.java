package atrium.files.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransferNameTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.txt", "a", ".profile", "..a", "a..b", "a b.txt", "报告.pdf", "हिन्दी", "👩‍🚀.png", "12:30.txt",
                "CONSOLE", "COM", "COM10", "con_.txt", "nulls", "x.NUL", "a~1", "*?<>|\"", "-rf", "$(x)"
            })
    void a_files_name_is_kept_as_it_is(String name) throws Exception {
        assertThat(TransferName.of(utf8(name))).isEqualTo(name);
        assertThat(TransferName.encode(name)).isEqualTo(utf8(name));
    }

    @Test
    void is_put_in_nfc() throws Exception {
        assertThat(TransferName.of(utf8("e\u0301.txt"))).isEqualTo("\u00e9.txt");
    }

    @ParameterizedTest
    @CsvSource({
        "'',empty",
        "a/b,directory",
        "/etc/passwd,directory",
        "../x,directory",
        "a\\b,directory",
        "C:\\x,directory",
        ".,directory's",
        "..,directory's",
        "...,ends with a dot",
        "a.,ends with a dot",
        "'a ',begins or ends with a space",
        "' a',begins or ends with a space",
        "'\u3000a',begins or ends with a space",
        "x\u202Egpj.exe,direction of writing",
        "\u2066x\u2069,direction of writing",
        "a\u0000b,control character",
        "a\tb,control character",
        "a\u007fb,control character",
        "a\u0085b,control character",
        "a\u2028b,control character"
    })
    void what_is_no_files_name_is_refused_with_the_reason(String name, String reason) {
        assertThatThrownBy(() -> TransferName.of(utf8(name)))
                .isInstanceOf(TransferRefusedException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CON",
                "con",
                "Con.txt",
                "PRN",
                "AUX.tar.gz",
                "nul",
                "NUL .txt",
                "NUL:x",
                "COM1",
                "com9.log",
                "COM\u00b9",
                "LPT0",
                "lpt\u00b3.txt",
                "CONIN$",
                "conout$.x",
                "CLOCK$"
            })
    void a_devices_name_is_refused(String name) {
        assertThatThrownBy(() -> TransferName.of(utf8(name))).hasMessageContaining("device");
    }

    @ParameterizedTest
    @ValueSource(strings = {"c3", "61c328", "ff", "c080", "eda080", "f5808080", "e28282e2"})
    void bytes_that_are_not_utf_8_are_refused(String hex) {
        byte[] bytes = java.util.HexFormat.of().parseHex(hex);

        assertThatThrownBy(() -> TransferName.of(bytes)).hasMessage("the name is not UTF-8");
    }

    @Test
    void has_up_to_255_bytes_also_in_nfc() throws Exception {
        assertThat(TransferName.of(utf8("文".repeat(85)))).hasSize(85);
        assertThatThrownBy(() -> TransferName.of(utf8("文".repeat(85) + "a"))).hasMessageContaining("255 bytes");
        assertThatThrownBy(() -> TransferName.of(utf8("a".repeat(5000)))).hasMessageContaining("255 bytes");
        // A character that has three times as many bytes in NFC, because it is excluded from composition.
        assertThatThrownBy(() -> TransferName.of(utf8("\ud834\udd60".repeat(60))))
                .hasMessageContaining("255 bytes");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
