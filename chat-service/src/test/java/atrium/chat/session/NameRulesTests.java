package atrium.chat.session;

import atrium.chat.room.ChosenName;
import atrium.chat.room.NamesInUse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameRulesTests {

    private final AtomicReference<List<String>> reserved =
            new AtomicReference<>(List.of("admin", "moderator", "管理员", "系统"));
    private final NameRules rules = new NameRules(reserved::get);
    private final Map<String, Present> present = new HashMap<>();

    private record Present(String name, String person) {}

    @BeforeEach
    void alice_and_an_account_are_there() {
        enter("Alice", "alice-person");
        enter("Зоя", "zoya-person");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "Bob, -, Bob",
                "-, -, guest-x7k2",
                "' ', -, guest-x7k2",
                "Admin, -, guest-x7k2",
                "\u0430dmin, -, guest-x7k2",
                "a d m i n, -, guest-x7k2",
                "管 理 员, -, guest-x7k2",
                "administration, -, administration",
                "Alice, -, Alice 2",
                "ALICE, -, ALICE 2",
                "A1ice, -, A1ice 2",
                "ЗОЯ, -, ЗОЯ 2",
                "-, root, root",
                "' ', root, root",
                "-, admin, admin",
                "Admin, admin, Admin",
                "Moderator, admin, admin",
                "Bob, root, Bob",
                "Alice, root, root"
            })
    void nobody_is_taken_for_somebody_else(@Nullable String wish, @Nullable String account, String name) {
        assertThat(nameFor(wish, account)).isEqualTo(name);
    }

    @Test
    void a_second_window_of_the_same_person_has_the_same_name() {
        assertThat(rules.nameFor("Alice", "x-1", null, as("alice-person")).name())
                .isEqualTo("Alice");
    }

    @Test
    void the_same_person_with_another_spelling_gets_a_number() {
        assertThat(rules.nameFor("ALICE", "x-1", null, as("alice-person")).name())
                .isEqualTo("ALICE 2");
    }

    @Test
    void numbers_go_on_until_one_is_free() {
        enter("Alice 2", "second");
        enter("alice3", "third");

        assertThat(nameFor("Alice", null)).isEqualTo("Alice 4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abcdefghijklmnopqrstuvwxyzabcdef",
                "𝒜𝒜𝒜𝒜𝒜𝒜𝒜𝒜𝒜𝒜𝒜𝒜𝒜𝒜𝒜𝒜𝒜𝒜𝒜𝒜𝒜𝒜𝒜𝒜𝒜𝒜𝒜𝒜𝒜𝒜𝒜𝒜"
            })
    void a_number_fits_into_the_longest_name(String longest) {
        enter(longest, "somebody");

        String name = nameFor(longest, null);

        assertThat(name).endsWith(" 2");
        assertThat(name.codePointCount(0, name.length())).isEqualTo(32);
    }

    @Test
    void where_twenty_have_the_name_a_guest_is_called_by_its_id() {
        for (int number = 2; number <= 20; number++) {
            enter("Alice " + number, "person " + number);
        }

        assertThat(nameFor("Alice", null)).isEqualTo("guest-x7k2q-person");
    }

    @Test
    void a_name_is_reserved_as_soon_as_the_setting_says_so() {
        assertThat(nameFor("Boss", null)).isEqualTo("Boss");

        reserved.set(List.of("B0SS"));

        assertThat(nameFor("Boss", null)).isEqualTo("guest-x7k2");
        assertThat(nameFor("Admin", null)).isEqualTo("Admin");
    }

    private String nameFor(@Nullable String wish, @Nullable String account) {
        ChosenName name = rules.nameFor(wish, "x7k2q-person", account, as("person"));
        assertThat(name.skeleton()).isEqualTo(LookAlikes.skeleton(name.name()));
        return name.name();
    }

    private void enter(String name, String person) {
        present.put(LookAlikes.skeleton(name), new Present(name, person));
    }

    /** As a room that keeps one holder a skeleton would say it. */
    private NamesInUse as(String person) {
        return name -> {
            Present holder = present.get(name.skeleton());
            return holder != null && !holder.equals(new Present(name.name(), person));
        };
    }
}
