package atrium.chat.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BannedWordsTests {

    private static final BannedWords WORDS = BannedWords.of(List.of(
            "bad",
            "cunt",
            "hell",
            "ass",
            "shit",
            "FUCK",
            "ho",
            "bum",
            "fall",
            "kill yourself",
            "the rapist",
            "lol",
            "1488",
            "naïve",
            "сука",
            "法轮",
            "赌博",
            "バカ",
            "は",
            "가",
            "ไก่",
            "a$$",
            "🖕",
            "",
            " "));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bad",
                "That is BAD!",
                "(bad)",
                "bad_word",
                "ba\u0301d",
                "b\u00E4d",
                "ｂａｄ",
                "𝖻𝖺𝖽",
                "Ⓑⓐⓓ",
                "b\u0430d", // Cyrillic a
                "b\u200Bad",
                "ba\u200Dd",
                "ba\u00ADd",
                "b\u034Fad",
                "b.ad",
                "b.a.d",
                "b-a_d",
                "b*a*d",
                "b a d",
                "so b  a  d, really",
                "b\na\nd",
                "b★a★d",
                "bad👨\u200D👩\u200D👧",
                "你bad啊",
                "sh1t",
                "SH1T",
                "SHIT",
                "sh\u0131t",
                "SH\u0130T",
                "he11",
                "heIl",
                "FU\u0421\u041A", // Cyrillic S and K
                "fück",
                "kill yourself",
                "KILL  YOURSELF!",
                "kill-yourself",
                "k i l l y o u r s e l f",
                "naive",
                "1488",
                "СУКА",
                "с у к а",
                "我练法轮功",
                "法 轮",
                "法.轮.功",
                "法★轮",
                "赌\u200B博",
                "ばか、バカ",
                "ﾊﾞｶ",
                "バカ",
                "가나다",
                "\u1100\u1161 나",
                "กินไก่",
                "A$$hole",
                "oh 🖕🏽"
            })
    void is_found(String text) {
        assertThat(WORDS.areIn(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "badge",
                "abad",
                "Scunthorpe",
                "class, pass, assassin",
                "he'll",
                "he’ll",
                "burn",
                "НО",
                "но",
                "FAIL",
                "I failed",
                "I'm in; Is it?",
                "therapist",
                "killyourself",
                "101",
                "it was a so, b 1, d",
                "as so",
                "I am as, so to say",
                "a class ad",
                "b ad",
                "法国车轮",
                "其方法。轮到你",
                "赌钱 博物馆",
                "ぱ",
                "ばたばた",
                "각",
                "ไก",
                "👨\u200D👩\u200D👧",
                "\uD800\uDC00\uD83D",
                "a$ $"
            })
    void is_not_found(String text) {
        assertThat(WORDS.areIn(text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"b4d, B4D", "M0ron, moron", "е-mail, e mail", "ab, ab", "ab, a.b", "a b, a-b"})
    void an_entry_is_folded_as_the_text_is(String word, String text) {
        assertThat(BannedWords.of(List.of(word)).areIn(text)).isTrue();
    }

    @Test
    void two_letters_are_not_found_apart() {
        assertThat(BannedWords.of(List.of("us")).areIn("u s")).isFalse();
    }

    @Test
    void entries_of_the_same_letters_do_not_hide_each_other() {
        BannedWords words = BannedWords.of(List.of("asshat", "ass hat", "asshat"));

        assertThat(words.areIn("asshat")).isTrue();
        assertThat(words.areIn("ass hat")).isTrue();
        assertThat(BannedWords.of(List.of("ass hat")).areIn("asshat")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void finds_what_a_search_for_each_word_finds(long seed) {
        Random random = new Random(seed);
        List<String> words =
                IntStream.range(0, 40).mapToObj(i -> word(random, 4)).toList();
        BannedWords banned = BannedWords.of(words);

        for (int i = 0; i < 2000; i++) {
            String text = word(random, 12);
            assertThat(banned.areIn(text))
                    .as("seed %d, text %s", seed, text)
                    .isEqualTo(words.stream().anyMatch(text::contains));
        }
    }

    @Test
    void nothing_is_found_where_nothing_is_banned() {
        assertThat(BannedWords.NONE.areIn("anything, even 🖕")).isFalse();
    }

    @Test
    void more_letters_than_fit_are_refused_when_the_words_are_set() {
        assertThatThrownBy(() -> BannedWords.of(List.of("x".repeat(1 << 24))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: less than 16777216");
    }

    /** Of few letters of a script without spaces, so that each entry is found anywhere. */
    private static String word(Random random, int longest) {
        int length = 1 + random.nextInt(longest);
        StringBuilder word = new StringBuilder();
        Collections.nCopies(length, "").forEach(none -> word.append("中文字".charAt(random.nextInt(3))));
        return word.toString();
    }
}
