package atrium.chat.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.List;

class BannedWordsFuzzTests {

    private static final BannedWords WORDS = BannedWords.of(List.of("bad", "kill yourself", "法轮", "a$$", "가"));

    /** UTF-16 as it comes, so that lone surrogates are among it; what is before the first line feed is banned as well. */
    @FuzzTest
    void any_text_has_an_answer_and_any_word_can_be_banned(byte[] bytes) {
        String text = ByteBuffer.wrap(bytes).asCharBuffer().toString();
        List<String> words = text.lines().limit(8).toList();

        assertThat(WORDS.areIn("bad " + text)).isTrue();
        BannedWords.of(words).areIn(text);
    }
}
