package atrium.gateway.auth.credential;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

class SameOriginTests {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // scheme, Host, Origin, Sec-Fetch-Site, claimed, denied
                "http,  rooms.example:8080, http://rooms.example:8080,  -,           true,  false",
                "http,  rooms.example,      http://rooms.example,       -,           true,  false",
                "http,  rooms.example,      https://rooms.example,      -,           true,  false",
                "https, rooms.example,      https://rooms.example:443,  -,           true,  false",
                "http,  ROOMS.example,      http://rooms.Example,       -,           true,  false",
                "http,  [::1]:8080,         http://[::1]:8080,          -,           true,  false",
                "https, rooms.example,      http://rooms.example,       -,           false, true",
                "http,  rooms.example:8080, http://rooms.example:8081,  -,           false, true",
                "http,  rooms.example,      http://evil.example,        -,           false, true",
                "http,  rooms.example,      http://rooms.example.evil,  -,           false, true",
                "http,  rooms.example,      http://evilrooms.example,   -,           false, true",
                "http,  rooms.example,      http://x@rooms.example.evil,same-origin, false, true",
                "http,  rooms.example,      null,                       same-origin, false, true",
                "http,  rooms.example,      ftp://rooms.example,        -,           false, true",
                "http,  rooms.example,      nonsense,                   -,           false, true",
                "http,  rooms.example,      http://a b,                 -,           false, true",
                "http,  rooms.example,      -,                          same-origin, true,  false",
                "http,  rooms.example,      -,                          same-site,   false, true",
                "http,  rooms.example,      -,                          cross-site,  false, true",
                "http,  rooms.example,      -,                          none,        false, true",
                "http,  rooms.example,      -,                          -,           false, false",
            })
    void a_page_is_ours_if_its_scheme_host_and_port_are(
            String scheme, String host, String origin, String site, boolean claimed, boolean denied) {
        MockServerHttpRequest.BaseBuilder<?> request = MockServerHttpRequest.post(
                        scheme + "://rooms.example/auth/refresh")
                .header("Host", host);
        if (origin != null) {
            request.header("Origin", origin);
        }
        if (site != null) {
            request.header("Sec-Fetch-Site", site);
        }

        assertThat(SameOrigin.isClaimed(request.build())).isEqualTo(claimed);
        assertThat(SameOrigin.isDenied(request.build())).isEqualTo(denied);
    }
}
