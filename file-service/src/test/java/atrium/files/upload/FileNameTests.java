package atrium.files.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.platform.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTests {

    @ParameterizedTest
    @CsvSource({
        "a.txt,a.txt",
        "/etc/passwd,passwd",
        "../x,x",
        "C:\\x\\y.txt,y.txt",
        "' a ',a",
        "报告.pdf,报告.pdf",
        "e\u0301.txt,\u00e9.txt",
        "x\u202Egpj.exe,xgpj.exe",
        "\u2066x\u2069,x"
    })
    void name_as_kept(String raw, String kept) {
        assertThat(FileName.of(raw)).isEqualTo(kept);
    }

    @Test
    void no_name_is_unnamed() {
        assertThat(FileName.of(null)).isEqualTo("unnamed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", ".", "..", "/", "a/", "a\u0000", "a\rb", "a\nb", "a\u007f", "a\u0085", "\ud800", "a\u2028"
            })
    void refused(String raw) {
        assertThatThrownBy(() -> FileName.of(raw)).isInstanceOf(ProblemException.class);
    }

    @Test
    void up_to_255_bytes_of_utf_8() {
        assertThat(FileName.of("文".repeat(85))).hasSize(85);
        assertThatThrownBy(() -> FileName.of("文".repeat(85) + "a")).hasMessageContaining("256 bytes");
    }

    @ParameterizedTest
    @CsvSource({"lobby,lobby", "...,...", "हिन्दी,हिन्दी", "会议室-1_a.b,会议室-1_a.b", "e\u0301,\u00e9"})
    void room_as_kept(String raw, String kept) {
        assertThat(RoomName.of(raw)).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a b", "a/b", "a\u0000", "<b>", "a\u202E", "\u0301x"})
    void no_room(String raw) {
        assertThatThrownBy(() -> RoomName.of(raw)).isInstanceOf(ProblemException.class);
    }

    @Test
    void a_rooms_name_has_up_to_64_characters() {
        assertThat(RoomName.of("𠀀".repeat(64))).isNotNull();
        assertThatThrownBy(() -> RoomName.of("a".repeat(65))).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain,text/plain",
        "Text/HTML; charset=utf-8,text/html",
        "nonsense,application/octet-stream",
        "'a/b\r\nX: y',application/octet-stream"
    })
    void media_type_as_kept(String raw, String kept) {
        assertThat(MediaTypeName.of(raw)).isEqualTo(kept);
    }
}
