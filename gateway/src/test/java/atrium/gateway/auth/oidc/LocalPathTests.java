package atrium.gateway.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.platform.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalPathTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/rooms/lobby",
                "/rooms/caf%C3%A9?at=12#chat",
                "/rooms/x?next=https://example.org/",
                "/rooms/x#//y",
                "/rooms/%2F%2Fx"
            })
    void a_path_is_kept_as_it_is(String to) {
        assertThat(LocalPath.of(to)).hasToString(to);
    }

    @ParameterizedTest
    @ValueSource(strings = {"///host", "/rooms//x", "/%", "/a b", "/a\u0000", "/a|b", "/\u0661", "mailto:x@y", "#x"})
    void what_is_none_is_refused(String to) {
        assertThatThrownBy(() -> LocalPath.of(to)).isInstanceOf(ProblemException.class);
    }

    @Test
    void one_that_is_too_long_is_refused() {
        assertThat(LocalPath.of("/" + "x".repeat(1_023)).getPath()).hasSize(1_024);
        assertThatThrownBy(() -> LocalPath.of("/" + "x".repeat(1_024))).isInstanceOf(ProblemException.class);
    }
}
