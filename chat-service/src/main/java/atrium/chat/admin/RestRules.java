package atrium.chat.admin;

import atrium.platform.identity.AccessRules;
import atrium.platform.identity.Role;
import atrium.platform.identity.ServiceToken;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.web.server.ServerHttpSecurity.AuthorizeExchangeSpec;
import org.springframework.stereotype.Component;

/**
 * Everybody may read what is said; whatever writes, or tells who is who, needs a moderator. Services may post. Who may
 * enter a private room at all is asked after that, by {@link RoomLookup}.
 */
@Component
class RestRules implements AccessRules {

    @Override
    public void apply(AuthorizeExchangeSpec requests) {
        requests.pathMatchers("/chat/statistics", "/chat/rooms/{room}/members", "/chat/rooms/{room}/rules")
                .hasRole(Role.MODERATOR.name());
        requests.pathMatchers(HttpMethod.GET, "/chat/**").permitAll();
        requests.pathMatchers(HttpMethod.HEAD, "/chat/**").permitAll();
        requests.pathMatchers(HttpMethod.POST, "/chat/rooms/{room}/messages")
                .hasAnyRole(Role.MODERATOR.name(), ServiceToken.ROLE);
        requests.pathMatchers("/chat/**").hasRole(Role.MODERATOR.name());
    }
}
