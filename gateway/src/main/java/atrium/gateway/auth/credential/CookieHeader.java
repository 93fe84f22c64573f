package atrium.gateway.auth.credential;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * The request's {@code Cookie} headers (RFC 6265, section 4.2.1), parted into ours and those that services may see.
 *
 * @param access the access token, null if there is none
 * @param refresh the refresh token, null if there is none
 * @param rest what goes on
 */
record CookieHeader(@Nullable String access, @Nullable String refresh, List<String> rest) {

    private static final String PREFIX = "atrium_";

    static boolean concerns(HttpHeaders headers) {
        for (String line : headers.getOrEmpty(HttpHeaders.COOKIE)) {
            if (line.contains(PREFIX)) {
                return true;
            }
        }
        return false;
    }

    /** Of two cookies of one name the first counts: the one with the longer path (section 5.4). */
    static CookieHeader of(HttpHeaders headers) {
        String access = null;
        String refresh = null;
        List<String> rest = new ArrayList<>();
        for (String line : headers.getOrEmpty(HttpHeaders.COOKIE)) {
            for (String pair : line.split(";")) {
                String cookie = pair.strip();
                String token = valueOf(cookie, AuthCookies.ACCESS);
                String longer = valueOf(cookie, AuthCookies.REFRESH);
                access = access == null ? token : access;
                refresh = refresh == null ? longer : refresh;
                if (token == null && longer == null && !cookie.isEmpty()) {
                    rest.add(cookie);
                }
            }
        }
        return new CookieHeader(access, refresh, rest);
    }

    void writeRest(HttpHeaders headers) {
        headers.remove(HttpHeaders.COOKIE);
        if (!rest.isEmpty()) {
            headers.set(HttpHeaders.COOKIE, String.join("; ", rest));
        }
    }

    private static @Nullable String valueOf(String cookie, String name) {
        return cookie.startsWith(name + "=") ? cookie.substring(name.length() + 1) : null;
    }
}
