package atrium.files.http;

import atrium.files.access.Requester;
import atrium.platform.identity.Role;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Finds out who asks from what the platform's security chain left in the exchange. */
public final class Requesters {

    private Requesters() {}

    public static Mono<Requester> of(ServerWebExchange exchange) {
        return exchange.<Authentication>getPrincipal().map(Requesters::of).defaultIfEmpty(Requester.GUEST);
    }

    private static Requester of(Authentication who) {
        if (has(who, Role.MODERATOR) || has(who, Role.ADMIN)) {
            return new Requester(Requester.Rank.MODERATOR, who.getName());
        }
        return has(who, Role.MEMBER) ? new Requester(Requester.Rank.MEMBER, who.getName()) : Requester.GUEST;
    }

    private static boolean has(Authentication who, Role role) {
        return who.getAuthorities().stream().map(GrantedAuthority::getAuthority).anyMatch(role.authority()::equals);
    }
}
