package atrium.stream.admin;

import atrium.platform.identity.AccessRules;
import atrium.platform.identity.Role;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.web.server.ServerHttpSecurity.AuthorizeExchangeSpec;

/** Whatever writes needs the role of an admin; reading is open, and shows everybody what they may see. */
public final class AdminRules implements AccessRules {

    private static final String ALL = "/stream/api/**";

    @Override
    public void apply(AuthorizeExchangeSpec requests) {
        requests.pathMatchers(HttpMethod.PUT, ALL).hasRole(Role.ADMIN.name());
        requests.pathMatchers(HttpMethod.POST, ALL).hasRole(Role.ADMIN.name());
        requests.pathMatchers(HttpMethod.DELETE, ALL).hasRole(Role.ADMIN.name());
    }
}
