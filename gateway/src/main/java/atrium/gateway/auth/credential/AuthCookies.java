package atrium.gateway.auth.credential;

import java.time.Duration;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * The two cookies of a browser that is signed in, and the one of a browser that is at the provider. No script can read them, and no other site can have them sent (RFC 6265bis,
 * section 5.5); {@code Secure}, where the request was.
 */
public final class AuthCookies {

    /** The access token: goes with every request, and ends at the gateway. */
    public static final String ACCESS = "atrium_access";

    /** The refresh token: goes to {@code /auth} alone. */
    public static final String REFRESH = "atrium_refresh";

    /** What the provider's answer must fit: goes to the way back from it alone. */
    public static final String PENDING = "atrium_oidc";

    private static final String REFRESH_PATH = "/auth";
    private static final String PENDING_PATH = "/auth/oidc";

    private AuthCookies() {}

    public static ResponseCookie access(ServerHttpRequest request, String token, Duration lifetime) {
        return cookie(request, ACCESS, token, "/", lifetime);
    }

    public static ResponseCookie refresh(ServerHttpRequest request, String token, Duration lifetime) {
        return cookie(request, REFRESH, token, REFRESH_PATH, lifetime);
    }

    /** {@code Lax}, because the way back begins at another site. */
    public static ResponseCookie pending(ServerHttpRequest request, String token, Duration lifetime) {
        return cookie(request, PENDING, token, PENDING_PATH, lifetime)
                .mutate()
                .sameSite("Lax")
                .build();
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
