package atrium.files.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreviewTests {

    @ParameterizedTest
    @CsvSource({
        "image/png, '\u0089PNG\r\n\u001a\n....'",
        "image/jpeg, '\u00ff\u00d8\u00ff\u00e0'",
        "image/gif, GIF87a",
        "image/gif, GIF89a",
        "image/webp, RIFF....WEBPVP8 ",
        "image/avif, '....ftypavif'",
        "video/mp4, '....ftypisom'",
        "video/webm, '\u001aE\u00df\u00a3'",
        "audio/mpeg, ID3",
        "audio/mpeg, '\u00ff\u00fb.'",
        "audio/ogg, OggS",
        "audio/flac, fLaC",
        "audio/wav, RIFF....WAVE"
    })
    void what_begins_as_its_type_does_is_shown_and_html_under_that_type_is_not(String type, String beginning) {
        assertThat(Preview.isThinkable(type)).isTrue();
        assertThat(Preview.typeOf(type, latin(beginning))).isEqualTo(type);
        assertThat(Preview.typeOf(type, latin("<!DOCTYPE html><script>"))).isNull();
        assertThat(Preview.typeOf(type, latin(beginning.substring(0, 1)))).isNull();
        assertThat(Preview.typeOf(type, new byte[0])).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "image/svg+xml",
                "application/pdf",
                "application/xhtml+xml",
                "text/xml",
                "text/javascript",
                "application/octet-stream",
                "image/x-icon"
            })
    void other_types_are_not_even_looked_into(String type) {
        assertThat(Preview.isThinkable(type)).isFalse();
        assertThat(Preview.typeOf(type, latin("\u0089PNG\r\n\u001a\n"))).isNull();
    }

    @Test
    void text_is_shown_as_utf_8_unless_it_has_binary_bytes() {
        assertThat(Preview.typeOf("text/plain", "héllo\t\r\n".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("text/plain; charset=utf-8");
        assertThat(Preview.typeOf("text/plain", new byte[0])).isEqualTo("text/plain; charset=utf-8");
        assertThat(Preview.typeOf("text/plain", latin("a\u0000b"))).isNull();
        assertThat(Preview.typeOf("text/plain", latin("\u0089PNG\r\n\u001a\n"))).isNull();
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
