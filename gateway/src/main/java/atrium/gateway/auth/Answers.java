package atrium.gateway.auth;

import atrium.gateway.auth.account.Account;
import atrium.gateway.auth.account.ProviderSubject;
import atrium.gateway.auth.credential.AuthCookies;
import atrium.gateway.auth.invite.Invite;
import atrium.gateway.auth.secret.SplitToken;
import atrium.gateway.auth.token.AccessClaims;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
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

    /**
     * An account, as admins know it.
     *
     * @param provider the issuer that they sign in at; null if they have a password
     */
    record Listed(
            String id,
            String name,
            List<String> roles,
            boolean disabled,
            Instant created,
            @Nullable String provider) {

        static Listed of(Account account) {
            ProviderSubject provider = account.provider();
            return new Listed(
                    account.id(),
                    account.name(),
                    Roles.upTo(account.role()),
                    account.disabled(),
                    account.created(),
                    provider == null ? null : provider.issuer());
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
        long expiresIn = properties.get().accessLifetime().toSeconds();
        return withCookies(ServerResponse.ok(), request, grant)
                .bodyValue(new LetIn(grant.accessToken(), expiresIn, Person.of(grant.claims())));
    }

    /** The same for a browser that comes from elsewhere: the cookies, and where it goes on. */
    Mono<ServerResponse> letIn(ServerRequest request, Grant grant, URI to) {
        return withCookies(ServerResponse.seeOther(to), request, grant).build();
    }

    private ServerResponse.BodyBuilder withCookies(
            ServerResponse.BodyBuilder answer, ServerRequest request, Grant grant) {
        AuthProperties current = properties.get();
        ServerHttpRequest http = request.exchange().getRequest();
        SplitToken refresh = grant.refresh();
        answer.cacheControl(CacheControl.noStore())
                .cookie(AuthCookies.access(http, grant.accessToken(), current.accessLifetime()));
        return refresh == null
                ? answer
                : answer.cookie(AuthCookies.refresh(http, refresh.text(), current.idleLifetime()));
    }

    static Mono<ServerResponse> json(Object body) {
        return ServerResponse.ok().cacheControl(CacheControl.noStore()).bodyValue(body);
    }

    /** Elsewhere, with GET. */
    static Mono<ServerResponse> elsewhere(HttpStatus status, URI to) {
        return ServerResponse.status(status)
                .location(to)
                .cacheControl(CacheControl.noStore())
                .build();
    }

    static Mono<ServerResponse> nothing() {
        return ServerResponse.noContent().cacheControl(CacheControl.noStore()).build();
    }
}
