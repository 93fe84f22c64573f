package atrium.gateway.auth.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

class CredentialPartsTests {

    @Test
    void our_cookies_are_parted_from_the_others_which_stay_in_order() {
        HttpHeaders headers = new HttpHeaders();
        headers.add("Cookie", "theme=dark; atrium_access=a.b.c;lang=de");
        headers.add("Cookie", "atrium_refresh=x; other=atrium_access");

        CookieHeader cookies = CookieHeader.of(headers);
        cookies.writeRest(headers);

        assertThat(cookies.access()).isEqualTo("a.b.c");
        assertThat(cookies.refresh()).isEqualTo("x");
        assertThat(headers.get("Cookie")).containsExactly("theme=dark; lang=de; other=atrium_access");
    }

    @Test
    void of_two_cookies_of_one_name_the_first_counts_and_neither_goes_on() {
        HttpHeaders headers = new HttpHeaders();
        headers.add("Cookie", "atrium_access=first; atrium_access=second");

        CookieHeader cookies = CookieHeader.of(headers);
        cookies.writeRest(headers);

        assertThat(cookies.access()).isEqualTo("first");
        assertThat(headers.containsHeader("Cookie")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/a?ticket=T, T, /a",
        "/a?x=1&ticket=T&y=%20, T, /a?x=1&y=%20",
        "/a?ticket=T&ticket=U, 'T,U', /a",
        "/a?ticket=, '', /a",
        "/a?my-ticket=T, '', /a?my-ticket=T"
    })
    void a_ticket_is_taken_out_of_the_address(String address, String tickets, String rest) {
        TicketParameter parameter = TicketParameter.of(URI.create(address));

        assertThat(String.join(",", parameter.tickets())).isEqualTo(tickets);
        assertThat(parameter.rest()).hasToString(rest);
    }

    @Test
    void a_cookie_is_kept_from_scripts_other_sites_and_where_the_request_was_secure_from_the_wire() {
        var secure = MockServerHttpRequest.get("https://rooms.example/").build();
        var plain = MockServerHttpRequest.get("http://rooms.example/").build();
        ResponseCookie refresh = AuthCookies.refresh(secure, "token", Duration.ofDays(1));

        assertThat(refresh.toString())
                .contains("atrium_refresh=token", "Path=/auth", "HttpOnly", "SameSite=Strict", "Secure", "Max-Age=86400");
        assertThat(AuthCookies.access(plain, "token", Duration.ofMinutes(5)).toString())
                .contains("atrium_access=token", "Path=/;", "HttpOnly", "SameSite=Strict")
                .doesNotContain("Secure");
    }
}
