package atrium.gateway.auth;

import atrium.gateway.auth.account.Account;
import atrium.gateway.auth.credential.AuthCookies;
import atrium.gateway.auth.invite.Invite;
import atrium.gateway.auth.secret.SplitToken;
import atrium.gateway.auth.token.AccessClaims;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** What {@code /auth} answers. Nothing of it may be kept by a cache. */
final class Answers {

    /** Somebody, as others may know them. */
    record Person(@Nullable String id, @Nullable String name, List<String> roles, boolean guest, List<String> rooms) {

        static Person of(AccessClaims claims) {
            return new Person(claims.subject(), claims.name(), claims.roles(), claims.guest(), claims.rooms());
        }
    }

    /** RFC 6749, section 5.1, in camel case like all our JSON. */
    record LetIn(String accessToken, long expiresIn, Person account) {

        /** Without the token: at DEBUG, every answer is logged. */
        @Override
        public String toString() {
            return "LetIn[" + account.id() + "]";
        }
    }

    /** An account, as admins know it. */
    record Listed(String id, String name, List<String> roles, boolean disabled, Instant created) {

        static Listed of(Account account) {
            return new Listed(
                    account.id(), account.name(), Roles.upTo(account.role()), account.disabled(), account.created());
        }
    }

    /**
     * An invite, as moderators know it.
     *
     * @param invite what opens it, told once; null ever after
     */
    record Invitation(
            String id,
            String room,
            int uses,
            Instant expires,
            @Nullable String invite) {

        static Invitation of(Invite invite, @Nullable String token) {
            return new Invitation(invite.id(), invite.room(), invite.uses(), invite.expires(), token);
        }

        /** Without what opens it. */
        @Override
        public String toString() {
            return "Invitation[" + id + "]";
        }
    }

    private final Supplier<AuthProperties> properties;

    Answers(Supplier<AuthProperties> properties) {
        this.properties = properties;
    }

    /** The tokens, in the body for programs and in cookies for browsers. */
    Mono<ServerResponse> letIn(ServerRequest request, Grant grant) {
        AuthProperties current = properties.get();
        ServerHttpRequest http = request.exchange().getRequest();
        SplitToken refresh = grant.refresh();
        ServerResponse.BodyBuilder answer = ServerResponse.ok()
                .cacheControl(CacheControl.noStore())
                .cookie(AuthCookies.access(http, grant.accessToken(), current.accessLifetime()));
        if (refresh != null) {
            answer.cookie(AuthCookies.refresh(http, refresh.text(), current.idleLifetime()));
        }
        return answer.bodyValue(
                new LetIn(grant.accessToken(), current.accessLifetime().toSeconds(), Person.of(grant.claims())));
    }

    static Mono<ServerResponse> json(Object body) {
        return ServerResponse.ok().cacheControl(CacheControl.noStore()).bodyValue(body);
    }

    static Mono<ServerResponse> nothing() {
        return ServerResponse.noContent().cacheControl(CacheControl.noStore()).build();
    }
}
