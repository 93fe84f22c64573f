package atrium.gateway.auth;

import static org.springframework.web.reactive.function.server.RequestPredicates.GET;
import static org.springframework.web.reactive.function.server.RequestPredicates.POST;
import static org.springframework.web.reactive.function.server.RequestPredicates.PUT;

import atrium.gateway.auth.account.Account;
import atrium.gateway.auth.account.Accounts;
import atrium.gateway.auth.credential.AuthCookies;
import atrium.gateway.auth.credential.CredentialFilter;
import atrium.gateway.auth.problem.AuthProblem;
import atrium.gateway.auth.secret.SplitToken;
import atrium.gateway.auth.session.Sessions;
import atrium.gateway.auth.token.AccessClaims;
import atrium.gateway.auth.token.AccessTokens;
import atrium.platform.blocking.Workers;
import atrium.platform.problem.PlatformProblem;
import atrium.platform.problem.ProblemException;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Coming, staying and going. */
final class SessionEndpoints {

    private record Credentials(
            @Nullable String name, @Nullable String password) {

        @Override
        public String toString() {
            return "Credentials";
        }
    }

    private record Guest(@Nullable String name, @Nullable String invite) {

        private static final Guest NAMELESS = new Guest(null, null);

        @Override
        public String toString() {
            return "Guest";
        }
    }

    private record PasswordChange(
            @JsonProperty("old") @Nullable String former,
            @JsonProperty("new") @Nullable String next) {

        @Override
        public String toString() {
            return "PasswordChange";
        }
    }

    private static final String ROLE_PREFIX = "ROLE_";

    private final SignIn signIn;
    private final Refresh refresh;
    private final Guests guests;
    private final Accounts accounts;
    private final Sessions sessions;
    private final AccessTokens tokens;
    private final Answers answers;
    private final Workers workers;

    SessionEndpoints(
            SignIn signIn,
            Refresh refresh,
            Guests guests,
            Accounts accounts,
            Sessions sessions,
            AccessTokens tokens,
            Answers answers,
            Workers workers) {
        this.signIn = signIn;
        this.refresh = refresh;
        this.guests = guests;
        this.accounts = accounts;
        this.sessions = sessions;
        this.tokens = tokens;
        this.answers = answers;
        this.workers = workers;
    }

    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route(POST("/auth/sign-in"), this::signIn)
                .andRoute(POST("/auth/refresh"), this::refresh)
                .andRoute(POST("/auth/sign-out"), this::signOut)
                .andRoute(POST("/auth/guest"), this::guest)
                .andRoute(GET("/auth/me"), this::me)
                .andRoute(PUT("/auth/me/password"), this::changePassword);
    }

    private Mono<ServerResponse> signIn(ServerRequest request) {
        return Asked.neededBody(request, Credentials.class)
                .flatMap(given -> workers.call(
                        request.exchange(),
                        () -> signIn.signIn(text(given.name()), text(given.password()), Asked.address(request))))
                .flatMap(grant -> answers.letIn(request, grant));
    }

    private Mono<ServerResponse> refresh(ServerRequest request) {
        ServerWebExchange exchange = request.exchange();
        String token = refreshToken(exchange).orElse("");
        return workers.call(exchange, () -> refresh.refresh(token))
                .flatMap(grant -> answers.letIn(request, grant))
                .doOnError(
                        SessionEndpoints::isOver,
                        e -> AuthCookies.clear(exchange.getRequest(), exchange.getResponse()));
    }

    /** Anything else, such as a full disk, is no reason to sign anybody out. */
    private static boolean isOver(Throwable error) {
        return error instanceof ProblemException problem && problem.type() == AuthProblem.SESSION_ENDED;
    }

    private Mono<ServerResponse> signOut(ServerRequest request) {
        ServerWebExchange exchange = request.exchange();
        Optional<String> byCookie = refreshToken(exchange)
                .flatMap(SplitToken::parse)
                .filter(sessions::isCurrent)
                .map(SplitToken::id);
        Optional<String> byToken = caller(request).map(AccessClaims::session);
        return workers.call(exchange, () -> {
                    byCookie.ifPresent(sessions::end);
                    byToken.filter(id -> byCookie.filter(id::equals).isEmpty()).ifPresent(sessions::end);
                    return true;
                })
                .doOnNext(done -> AuthCookies.clear(exchange.getRequest(), exchange.getResponse()))
                .flatMap(done -> Answers.nothing());
    }

    private Mono<ServerResponse> guest(ServerRequest request) {
        AccessClaims caller = caller(request).orElse(null);
        return Asked.body(request, Guest.class)
                .defaultIfEmpty(Guest.NAMELESS)
                .flatMap(guest -> workers.call(
                        request.exchange(),
                        () -> guests.enter(caller, guest.name(), guest.invite(), Asked.address(request))))
                .flatMap(grant -> answers.letIn(request, grant));
    }

    private Mono<ServerResponse> me(ServerRequest request) {
        return Mono.justOrEmpty(caller(request))
                .map(Answers.Person::of)
                .switchIfEmpty(request.principal().ofType(Authentication.class).map(SessionEndpoints::withoutAccount))
                .defaultIfEmpty(new Answers.Person(null, null, List.of(), true, List.of()))
                .flatMap(Answers::json);
    }

    private Mono<ServerResponse> changePassword(ServerRequest request) {
        AccessClaims caller = caller(request).orElseThrow(SessionEndpoints::noAccount);
        Account account = accounts.withId(caller.subject()).orElseThrow(SessionEndpoints::noAccount);
        return Asked.neededBody(request, PasswordChange.class)
                .flatMap(change -> workers.call(request.exchange(), () -> {
                    signIn.changePassword(
                            account,
                            text(change.former()),
                            text(change.next()),
                            caller.session(),
                            Asked.address(request));
                    return true;
                }))
                .flatMap(done -> Answers.nothing());
    }

    private Optional<AccessClaims> caller(ServerRequest request) {
        return tokens.read(Asked.bearer(request));
    }

    /** Who has the installation's own token. */
    private static Answers.Person withoutAccount(Authentication known) {
        List<String> roles = known.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .map(String::valueOf)
                .filter(authority -> authority.startsWith(ROLE_PREFIX))
                .map(authority -> authority.substring(ROLE_PREFIX.length()).toLowerCase(Locale.ROOT))
                .toList();
        return new Answers.Person(known.getName(), known.getName(), roles, false, List.of());
    }

    private static RuntimeException noAccount() {
        return PlatformProblem.UNAUTHENTICATED
                .with("This needs the token of an account.")
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }

    private static Optional<String> refreshToken(ServerWebExchange exchange) {
        return Optional.ofNullable(exchange.getAttribute(CredentialFilter.REFRESH_TOKEN));
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given;
    }
}
