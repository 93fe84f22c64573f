package atrium.gateway.auth.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.platform.problem.PlatformProblem;
import atrium.platform.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountNameTests {

    @ParameterizedTest
    @CsvSource({"Ada,ada", "ADA.lovelace,ada.lovelace", "ａｄａ,ada", "Straße,strasse", "a_1-b,a_1-b", "Ｊürgen,jürgen"})
    void a_name_is_kept_in_one_form(String given, String kept) {
        assertThat(AccountName.of(given)).isEqualTo(kept);
        assertThat(AccountName.of(kept)).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "ada lovelace", "a/b", "../etc", "ada\n", "ada\u202egnp", "a\u0000b", "ada@b"})
    void what_is_no_name_is_refused(String given) {
        assertThatThrownBy(() -> AccountName.of(given))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(PlatformProblem.BAD_REQUEST));
    }

    @Test
    void the_longest_name_has_32_characters_however_many_units_they_take() {
        assertThat(AccountName.of("a".repeat(32))).hasSize(32);
        assertThat(AccountName.of("\ud835\udd38".repeat(32))).isEqualTo("a".repeat(32));
        assertThatThrownBy(() -> AccountName.of("a".repeat(33))).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "Ada,1,ada",
        "Ada Lovelace,1,ada-lovelace",
        "ada@example.org,2,ada-example.org-2",
        "\u202eada,1,-ada",
        "' ab ',1,user-1",
        "'',3,user-1-3",
        "/////,1,user-1",
        "ａｄａ,1,ada"
    })
    void of_what_a_provider_calls_a_name_one_is_made(String given, int nth, String made) {
        assertThat(AccountName.near(given, "user-1", nth)).isEqualTo(made);
        assertThat(AccountName.of(made)).isEqualTo(made);
    }

    @Test
    void one_that_is_too_long_is_cut_and_its_number_is_not() {
        assertThat(AccountName.near("a".repeat(10_000), "user-1", 10)).isEqualTo("a".repeat(29) + "-10");
        assertThat(AccountName.near("\ud83d\ude00".repeat(10_000) + "ada", "user-1", 1))
                .isEqualTo("user-1");
    }
}
