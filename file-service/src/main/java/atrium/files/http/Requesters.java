package atrium.files.http;

import atrium.files.access.Requester;
import atrium.platform.identity.Person;
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
            return requester(Requester.Rank.MODERATOR, who);
        }
        return has(who, Role.MEMBER) ? requester(Requester.Rank.MEMBER, who) : Requester.GUEST;
    }

    private static Requester requester(Requester.Rank rank, Authentication who) {
        return new Requester(
                rank, who.getName(), Person.of(who).map(Person::name).orElse(null));
    }

    private static boolean has(Authentication who, Role role) {
        return who.getAuthorities().stream().map(GrantedAuthority::getAuthority).anyMatch(role.authority()::equals);
    }
}
