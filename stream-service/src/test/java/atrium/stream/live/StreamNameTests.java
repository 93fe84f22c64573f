package atrium.stream.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamNameTests {

    @Test
    void madeOfAnother_thenNamedAfterItAndNotFromOutside() {
        StreamName derived = new StreamName("cam-1").derived("mpeg1");

        assertThat(derived.text()).isEqualTo("cam-1@mpeg1");
        assertThat(derived.isDerived()).isTrue();
        assertThat(StreamName.of(derived.text())).isEmpty();
    }

    @Test
    void madeOfAnother_thenOfThatOneOnly() {
        StreamName derived = new StreamName("cam-1").derived("mpeg1");

        assertThat(derived.isDerivedFrom(new StreamName("cam-1"))).isTrue();
        assertThat(derived.isDerivedFrom(new StreamName("cam"))).isFalse();
        assertThat(derived.isDerivedFrom(derived)).isFalse();
        assertThat(new StreamName("cam-10").isDerivedFrom(new StreamName("cam-1"))).isFalse();
    }

    @Test
    void longestName_thenStillDerivable() {
        assertThat(new StreamName("x".repeat(64)).derived("mpeg1").isDerived()).isTrue();
        assertThat(new StreamName("cam").isDerived()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "a b", "a/b", "@", "@mpeg1", "cam@", "cam@mpeg1@mpeg1", "cam@MPEG", "a b@mpeg1"})
    void others_thenRefused(String text) {
        assertThat(StreamName.of(text)).isEmpty();
        assertThatThrownBy(() -> new StreamName(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
