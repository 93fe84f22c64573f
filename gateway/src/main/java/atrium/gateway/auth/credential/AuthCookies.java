package atrium.gateway.auth.credential;

import java.time.Duration;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * The two cookies of a browser that is signed in. No script can read them, and no other site can have them sent (RFC 6265bis,
 * section 5.5); {@code Secure}, where the request was.
 */
public final class AuthCookies {

    /** The access token: goes with every request, and ends at the gateway. */
    public static final String ACCESS = "atrium_access";

    /** The refresh token: goes to {@code /auth} alone. */
    public static final String REFRESH = "atrium_refresh";

    private static final String REFRESH_PATH = "/auth";

    private AuthCookies() {}

    public static ResponseCookie access(ServerHttpRequest request, String token, Duration lifetime) {
        return cookie(request, ACCESS, token, "/", lifetime);
    }

    public static ResponseCookie refresh(ServerHttpRequest request, String token, Duration lifetime) {
        return cookie(request, REFRESH, token, REFRESH_PATH, lifetime);
    }

    /** Takes both back. */
    public static void clear(ServerHttpRequest request, ServerHttpResponse response) {
        response.addCookie(clearedAccess(request));
        response.addCookie(refresh(request, "", Duration.ZERO));
    }

    static ResponseCookie clearedAccess(ServerHttpRequest request) {
        return access(request, "", Duration.ZERO);
    }

    private static ResponseCookie cookie(
            ServerHttpRequest request, String name, String value, String path, Duration lifetime) {
        return ResponseCookie.from(name, value)
                .httpOnly(true)
                .secure("https".equals(request.getURI().getScheme()))
                .sameSite("Strict")
                .path(path)
                .maxAge(lifetime)
                .build();
    }
}
