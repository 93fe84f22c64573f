package atrium.chat.session;

import java.util.List;
import java.util.Locale;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/** The roles of who is signed in, in lower case as the protocols spell them, e.g. {@code moderator}. */
public final class Roles {

    private static final String PREFIX = "ROLE_";

    private Roles() {}

    public static List<String> of(Authentication authentication) {
        return authentication.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .filter(authority -> authority != null && authority.startsWith(PREFIX))
                .map(authority -> authority.substring(PREFIX.length()).toLowerCase(Locale.ROOT))
                .toList();
    }
}
