package atrium.chat.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomNameTests {

    @ParameterizedTest
    @ValueSource(strings = {"a", "lobby", "A-b_c.9", "...", "房间", "Комната", "हिन्दी", "𝒜"})
    void letters_of_any_script_digits_and_three_signs_are_a_name(String name) {
        assertThat(RoomName.parse(name).value()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "..",
                "a b",
                "a/b",
                "a\\b",
                "a\0",
                "a\n",
                "#",
                "🎥",
                "a\u200Bb",
                "\u0301x",
                "\uD800"
            })
    void anything_else_is_none(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> RoomName.parse(name));
    }

    @Test
    void sixty_four_letters_are_the_most() {
        assertThat(RoomName.parse("𝒜".repeat(64)).value()).hasSize(128);
        assertThatIllegalArgumentException().isThrownBy(() -> RoomName.parse("a".repeat(65)));
        assertThatIllegalArgumentException().isThrownBy(() -> RoomName.parse("a".repeat(100_000)));
    }

    @Test
    void the_same_name_decomposed_is_the_same_room() {
        assertThat(RoomName.parse("cafe\u0301")).isEqualTo(new RoomName("café"));
        assertThatIllegalArgumentException().isThrownBy(() -> new RoomName("cafe\u0301"));
    }
}
