package atrium.gateway.auth.credential;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.gateway.MovableClock;
import atrium.gateway.auth.token.Tickets;
import java.net.URI;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;
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
        "/a?ticket=T, token, /a",
        "/a?x=1&ticket=T&y=%20, token, /a?x=1&y=%20",
        "/a?ticket=other, other, /a",
        "/a?ticket=other&ticket=T, 'other,token', /a",
        "/a?my-ticket=T, '', /a?my-ticket=T"
    })
    void a_ticket_is_taken_out_of_the_address_and_becomes_the_header(String address, String bearers, String rest) {
        Tickets tickets = new Tickets(() -> "T", () -> Duration.ofMinutes(1), new MovableClock());
        tickets.issue("token");

        ServerHttpRequest request = new TicketParameter(tickets)
                .withoutTicket(MockServerHttpRequest.method(HttpMethod.GET, URI.create(address))
                        .build());

        assertThat(request.getURI()).hasToString(rest);
        assertThat(request.getHeaders().getOrEmpty("Authorization"))
                .isEqualTo(Stream.of(bearers.split(","))
                        .filter(bearer -> !bearer.isEmpty())
                        .map(bearer -> "Bearer " + bearer)
                        .toList());
    }

    @Test
    void a_ticket_beside_a_header_is_taken_out_and_not_used_up() {
        Tickets tickets = new Tickets(() -> "T", () -> Duration.ofMinutes(1), new MovableClock());
        tickets.issue("token");

        ServerHttpRequest request = new TicketParameter(tickets)
                .withoutTicket(MockServerHttpRequest.get("/a?ticket=T")
                        .header("Authorization", "Bearer own")
                        .build());

        assertThat(request.getURI()).hasToString("/a");
        assertThat(request.getHeaders().get("Authorization")).containsExactly("Bearer own");
        assertThat(tickets.redeem("T")).contains("token");
    }

    @Test
    void a_cookie_is_kept_from_scripts_other_sites_and_where_the_request_was_secure_from_the_wire() {
        var secure = MockServerHttpRequest.get("https://rooms.example/").build();
        var plain = MockServerHttpRequest.get("http://rooms.example/").build();
        ResponseCookie refresh = AuthCookies.refresh(secure, "token", Duration.ofDays(1));

        assertThat(refresh.toString())
                .contains(
                        "atrium_refresh=token", "Path=/auth", "HttpOnly", "SameSite=Strict", "Secure", "Max-Age=86400");
        assertThat(AuthCookies.access(plain, "token", Duration.ofMinutes(5)).toString())
                .contains("atrium_access=token", "Path=/;", "HttpOnly", "SameSite=Strict")
                .doesNotContain("Secure");
    }
}
