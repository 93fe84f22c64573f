package atrium.gateway.auth;

import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.RequestHeadersSpec;

/** What a browser has after it was let in: the answer, and the cookies. */
record SignedIn(Map<String, Object> body, String access, String refresh) {

    static SignedIn of(WebTestClient web, String name, String password) {
        return of(web.post()
                .uri("/auth/sign-in")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("name", name, "password", password)));
    }

    /** What {@code request} lets in, which must be answered with 200. */
    @SuppressWarnings("unchecked")
    static SignedIn of(RequestHeadersSpec<?> request) {
        EntityExchangeResult<Map> result =
                request.exchange().expectStatus().isOk().expectBody(Map.class).returnResult();
        return new SignedIn(
                result.getResponseBody(),
                cookie(result.getResponseCookies().get("atrium_access")),
                cookie(result.getResponseCookies().get("atrium_refresh")));
    }

    String token() {
        return (String) body.get("accessToken");
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> account() {
        return (Map<String, Object>) body.get("account");
    }

    void bearer(HttpHeaders headers) {
        headers.setBearerAuth(token());
    }

    /** As a page of {@code origin} has it sent. */
    void cookies(HttpHeaders headers, String origin) {
        headers.set("Cookie", "atrium_access=" + access + "; atrium_refresh=" + refresh + "; theme=dark");
        if (!origin.isEmpty()) {
            headers.set("Origin", origin);
        }
    }

    private static String cookie(List<ResponseCookie> cookies) {
        return cookies == null ? "" : cookies.getLast().getValue();
    }
}
