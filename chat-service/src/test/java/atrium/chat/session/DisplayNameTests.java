package atrium.chat.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DisplayNameTests {

    static Stream<Arguments> names() {
        return Stream.of(
                arguments("Alice", "Alice"),
                arguments("  Alice \t and\u00A0Bob ", "Alice and Bob"),
                arguments("A\u0000l\u0007ice", "Alice"),
                arguments("\u202Eecila", "ecila"),
                arguments("e\u0301", "é"),
                arguments("小明", "小明"),
                arguments("a".repeat(40), "a".repeat(32)),
                arguments("𝒜".repeat(40), "𝒜".repeat(32)));
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_wish_becomes_a_name_that_can_be_shown(String wish, String name) {
        assertThat(DisplayName.of(wish, "x7k2q")).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\u200B\u202E", "\uD800"})
    void of_a_wish_that_leaves_nothing_comes_a_guest(String wish) {
        assertThat(DisplayName.of(wish, "x7k2q")).isEqualTo("guest-x7k2");
    }

    @Test
    void no_wish_is_a_guest() {
        assertThat(DisplayName.of(null, "x7")).isEqualTo("guest-x7");
    }
}
