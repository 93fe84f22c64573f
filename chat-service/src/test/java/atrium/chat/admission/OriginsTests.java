package atrium.chat.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTests {

    @ParameterizedTest
    @CsvSource({
        "http://chat.example.org, chat.example.org",
        "https://chat.example.org, chat.example.org",
        "https://chat.example.org, chat.example.org:443",
        "http://chat.example.org:80, chat.example.org",
        "http://CHAT.example.org:8080, chat.Example.org:8080",
        "http://127.0.0.1:8080, 127.0.0.1:8080",
        "http://[::1]:8080, [::1]:8080",
    })
    void a_page_of_the_host_itself_may_connect(String origin, String host) {
        assertThat(Origins.allow(List.of(origin), host, List.of())).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example, chat.example.org",
        "null, chat.example.org",
        "null, null",
        "'', chat.example.org",
        "https://evilchat.example.org, chat.example.org",
        "https://chat.example.org.evil.example, chat.example.org",
        "https://chat.example.org@evil.example, chat.example.org",
        "https://evil.example/chat.example.org, chat.example.org",
        "https://evil.example#chat.example.org, chat.example.org",
        "https://chat.example.org:444, chat.example.org",
        "http://localhost:3000, localhost:8080",
        "http://chat.example.org:443, chat.example.org",
        "file://chat.example.org, chat.example.org",
        "chat.example.org, chat.example.org",
        "https://, ''",
        "https://chat.example.org, ",
    })
    void any_other_page_may_not(String origin, String host) {
        assertThat(Origins.allow(List.of(origin), host, List.of("https://other.example")))
                .isFalse();
    }

    @Test
    void who_sends_no_origin_is_no_browser() {
        assertThat(Origins.allow(List.of(), "chat.example.org", List.of())).isTrue();
    }

    @Test
    void two_origins_are_none() {
        String own = "https://chat.example.org";
        assertThat(Origins.allow(List.of(own, own), "chat.example.org", List.of(own)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "https://partner.example, true",
        "HTTPS://PARTNER.EXAMPLE, true",
        "http://partner.example, false",
        "https://partner.example:8443, false",
        "https://sub.partner.example, false",
        "null, false",
    })
    void origins_in_the_list_may_connect_exactly_as_they_are_written(String origin, boolean allowed) {
        assertThat(Origins.allow(List.of(origin), "chat.example.org", List.of("https://partner.example")))
                .isEqualTo(allowed);
    }

    @Test
    void a_star_lets_everybody_in() {
        assertThat(Origins.allow(List.of("https://evil.example"), "chat.example.org", List.of("*")))
                .isTrue();
    }
}
