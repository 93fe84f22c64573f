package atrium.files.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTests {

    @ParameterizedTest
    @CsvSource({
        "host,host,8602,host:8602",
        "host:1,host,1,host:1",
        "192.0.2.1:9,192.0.2.1,9,192.0.2.1:9",
        "::1,::1,8602,[::1]:8602",
        "[::1]:65535,::1,65535,[::1]:65535",
        "[fe80::1%eth0]:7,fe80::1%eth0,7,[fe80::1%eth0]:7"
    })
    void host_and_port(String written, String host, int port, String shown) {
        assertThat(Target.of(written)).isEqualTo(new Target(host, port)).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":1", "host:", "host:x", "host:65536", "host:999999", "[::1", "x:y:z"})
    void is_refused_where_it_is_none(String written) {
        assertThatThrownBy(() -> Target.of(written)).isInstanceOf(UsageException.class);
    }
}
