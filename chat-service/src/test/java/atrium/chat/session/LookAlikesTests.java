package atrium.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LookAlikesTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Admin",
                "ADMIN",
                "\u0430dmin", // Cyrillic a
                "\u0410DM\u0406N", // Cyrillic A and I
                "\u0391DM\u0399\u039D", // Greek Alpha, Iota and Nu
                "adm\u0131n",
                "ADM\u0130N",
                "𝒶dmin",
                "𝔸𝔻𝕄𝕀ℕ",
                "ａｄｍｉｎ",
                "ⓐⓓⓜⓘⓝ",
                "adm1n",
                "admln",
                "adm|n",
                "adrnin",
                "a d m i n",
                "a.d-m_i n",
                "ad\u200Bmi\u200Dn",
                "ad\uFE0Fmin",
                "a\u0332d\u0332m\u0332i\u0332n\u0332",
                "ádmîn",
                "ad\u00ADmin",
                "★admin★",
                "\u202Eadmin\u202C"
            })
    void looks_like_admin(String name) {
        assertThat(LookAlikes.skeleton(name)).isEqualTo(LookAlikes.skeleton("admin"));
    }

    @ParameterizedTest
    @CsvSource({
        "管理员, 管 理 员",
        "Админ, АДМИН",
        "вот, ВОТ",
        "ВОТ, BOT",
        "Όλγα, ΌΛΓΑ",
        "Straße, STRASSE",
        "José, Jose\u0301",
        "b00k, BOOK",
        "Bill, BiII",
        "ﾊﾝｶｸ, ハンカク",
        "각, \u1100\u1161\u11A8",
        "★, ★"
    })
    void look_alike(String one, String other) {
        assertThat(LookAlikes.skeleton(one)).isEqualTo(LookAlikes.skeleton(other));
    }

    @ParameterizedTest
    @CsvSource({
        "Alice, Alicia",
        "小明, 小红",
        "Анна, Инна",
        "かき, がき",
        "Bob, Bob2",
        "admin, administrator",
        "कि, की",
        "가, 각",
        "νέο, Νέο2",
        "★, ♥"
    })
    void look_different(String one, String other) {
        assertThat(LookAlikes.skeleton(one)).isNotEqualTo(LookAlikes.skeleton(other));
    }

    @Test
    void whatever_it_is_it_has_a_skeleton() {
        for (int letter = 0; letter <= Character.MAX_CODE_POINT; letter += 7) {
            assertThat(LookAlikes.skeleton(Character.toString(letter))).isNotNull();
        }
    }

    @Test
    void of_nothing_nothing_is_left() {
        assertThat(LookAlikes.skeleton("")).isEmpty();
    }
}
