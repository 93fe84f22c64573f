package atrium.gateway.auth.oidc;

import atrium.platform.problem.PlatformProblem;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where somebody goes after sign-in: a path of this host and nothing else, or whoever made the link would choose the site
 * that asks for the password again.
 *
 * <p>Browsers take {@code //host} and {@code /\host} for another host, and overlook tabs and line ends (URL Standard,
 * section 4.4); so none of these is let in, rather than understood.
 */
public final class LocalPath {

    private static final int LONGEST = 1_024;

    private LocalPath() {}

    /** The path, with its query and fragment; refused if it is none. */
    public static URI of(String to) {
        try {
            if (to.length() <= LONGEST && isOnePath(to) && to.chars().allMatch(LocalPath::isPlain)) {
                return new URI(to);
            }
        } catch (URISyntaxException e) {
            throw refused();
        }
        throw refused();
    }

    /** By the text: {@code URI} takes {@code ///host} for a path. */
    private static boolean isOnePath(String to) {
        return to.startsWith("/") && !to.split("[?#]", 2)[0].contains("//");
    }

    private static boolean isPlain(int c) {
        return c > ' ' && c < 0x7f && c != '\\';
    }

    private static RuntimeException refused() {
        return PlatformProblem.BAD_REQUEST.with("to: not a path of this host (expected: such as /rooms/lobby)");
    }
}
