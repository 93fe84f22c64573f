package atrium.files.http;

import atrium.files.access.Requester;
import atrium.files.access.Requester.Rank;
import atrium.platform.identity.Person;
import atrium.platform.identity.Role;
import atrium.platform.rooms.RoomAccess;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Finds out who asks from what the platform's security chain left in the exchange. */
public final class Requesters {

    private final RoomAccess rooms;
    private final Requester nobody;

    public Requesters(RoomAccess rooms) {
        this.rooms = rooms;
        this.nobody = requester(Rank.GUEST, null);
    }

    public Mono<Requester> of(ServerWebExchange exchange) {
        return exchange.<Authentication>getPrincipal().map(this::of).defaultIfEmpty(nobody);
    }

    private Requester of(Authentication who) {
        if (has(who, Role.MODERATOR) || has(who, Role.ADMIN)) {
            return requester(Rank.MODERATOR, who);
        }
        return requester(has(who, Role.MEMBER) ? Rank.MEMBER : Rank.GUEST, who);
    }

    /** What a guest uploads is nobody's, whoever has invited them. */
    private Requester requester(Rank rank, @Nullable Authentication who) {
        if (who == null || rank == Rank.GUEST) {
            return new Requester(rank, null, null, room -> rooms.refusal(who, room));
        }
        String name = Person.of(who).map(Person::name).orElse(null);
        return new Requester(rank, who.getName(), name, room -> rooms.refusal(who, room));
    }

    private static boolean has(Authentication who, Role role) {
        return who.getAuthorities().stream().map(GrantedAuthority::getAuthority).anyMatch(role.authority()::equals);
    }
}
