package atrium.gateway.auth;

import atrium.gateway.auth.account.Accounts;
import atrium.gateway.auth.account.FirstAdmin;
import atrium.gateway.auth.account.Passwords;
import atrium.gateway.auth.credential.CredentialFilter;
import atrium.gateway.auth.credential.TicketParameter;
import atrium.gateway.auth.invite.Invites;
import atrium.gateway.auth.oidc.Providers;
import atrium.gateway.auth.secret.Secrets;
import atrium.gateway.auth.session.Sessions;
import atrium.gateway.auth.throttle.TokenBuckets;
import atrium.gateway.auth.token.AccessTokens;
import atrium.gateway.auth.token.SigningKeys;
import atrium.gateway.auth.token.Tickets;
import atrium.platform.blocking.Workers;
import atrium.platform.config.Live;
import atrium.platform.config.LiveConfiguration;
import atrium.platform.identity.AccessRules;
import atrium.platform.identity.Role;
import atrium.platform.identity.VerificationKeys;
import atrium.platform.problem.ProblemWriter;
import com.nimbusds.jose.jwk.ECKey;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Wires sign-in. One {@link Store} is all that it keeps. */
@Configuration(proxyBeanMethods = false)
class AuthConfiguration {

    /** Before Spring Security's filters, whose order is -100. */
    private static final int BEFORE_SECURITY = -150;

    /** What outlives a request, and the clock and the randomness of all of it. */
    record Store(
            Live<AuthProperties> properties,
            InstantSource clock,
            Secrets secrets,
            Accounts accounts,
            Passwords passwords,
            Sessions sessions,
            Invites invites,
            SigningKeys keys) {

        @Override
        public String toString() {
            return "Store";
        }
    }

    @Bean
    Store authStore(
            LiveConfiguration configuration,
            ObjectProvider<InstantSource> clocks,
            MeterRegistry meters,
            ApplicationEventPublisher events) {
        Live<AuthProperties> properties = configuration.of(AuthProperties.class);
        InstantSource clock = clocks.getIfUnique(InstantSource::system);
        SecureRandom random = new SecureRandom();
        Secrets secrets = new Secrets(random);
        AuthProperties first = properties.get();
        Path root = first.root();
        Accounts accounts = Accounts.open(root, secrets, clock);
        Passwords passwords = Passwords.argon2id(random, first.hashingAtOnce(), meters);
        FirstAdmin.make(accounts, passwords, first.firstAdminPassword());
        Sessions sessions = Sessions.open(root, () -> properties.get().sessions(), secrets, clock);
        sessions.whenOver(events::publishEvent);
        Gauge.builder("atrium.gateway.auth.sessions", sessions, Sessions::count)
                .description("people who are signed in, and guests, by browser")
                .register(meters);
        Invites invites = Invites.open(root, secrets, clock);
        SigningKeys keys = SigningKeys.open(root, () -> properties.get().keys(), random, clock);
        return new Store(properties, clock, secrets, accounts, passwords, sessions, invites, keys);
    }

    /** By which the platform verifies tokens here, as it does by what it fetches from here in the services. */
    @Bean
    VerificationKeys ownKeys(Store store) {
        return new VerificationKeys() {
            @Override
            public Mono<ECKey> key(String kid) {
                return Mono.justOrEmpty(store.keys().key(kid));
            }

            @Override
            public boolean isRevoked(String sid) {
                return store.sessions().isOver(sid);
            }
        };
    }

    @Bean
    AccessTokens accessTokens(Store store) {
        return new AccessTokens(store.keys(), store.sessions()::isOver, store.secrets()::id, store.clock());
    }

    @Bean
    Tickets tickets(Store store) {
        return new Tickets(
                store.secrets()::secret, () -> store.properties().get().ticketLifetime(), store.clock());
    }

    @Bean
    TicketParameter ticketParameter(Tickets tickets) {
        return new TicketParameter(tickets);
    }

    @Bean
    @Order(BEFORE_SECURITY)
    CredentialFilter credentialFilter(
            ReactiveAuthenticationManager bearers, ProblemWriter problems, MeterRegistry meters) {
        return new CredentialFilter(bearers, problems, meters);
    }

    @Bean
    AccessRules authRules() {
        return requests -> requests.pathMatchers(AccountEndpoints.PATH + "/**")
                .hasRole(Role.ADMIN.name())
                .pathMatchers(InviteEndpoints.PATH + "/**")
                .hasRole(Role.MODERATOR.name());
    }

    @Bean
    Grants grants(Store store, AccessTokens tokens) {
        return new Grants(tokens, () -> store.properties().get().accessLifetime(), store.clock());
    }

    @Bean
    Attempts attempts(Store store) {
        return new Attempts(
                new TokenBuckets(() -> store.properties().get().names(), store.clock()),
                new TokenBuckets(() -> store.properties().get().addresses(), store.clock()));
    }

    @Bean
    RouterFunction<ServerResponse> sessionEndpoints(
            Store store,
            AccessTokens tokens,
            Grants grants,
            Attempts attempts,
            Providers providers,
            Workers workers,
            MeterRegistry meters) {
        SignIn signIn = new SignIn(
                store.accounts(), store.passwords(), store.sessions(), grants, attempts, providers::passwords, meters);
        Refresh refresh = new Refresh(store.accounts(), store.sessions(), grants, meters);
        Guests guests = new Guests(store.sessions(), store.invites(), grants, attempts);
        Answers answers = new Answers(store.properties());
        return new SessionEndpoints(
                        signIn, refresh, guests, store.accounts(), store.sessions(), tokens, answers, workers)
                .routes();
    }

    @Bean
    RouterFunction<ServerResponse> tokenEndpoints(Store store, Tickets tickets, Workers workers) {
        return new TokenEndpoints(store.keys(), tickets, store.properties(), workers).routes();
    }

    @Bean
    RouterFunction<ServerResponse> accountEndpoints(Store store, Workers workers) {
        return new AccountEndpoints(store.accounts(), store.passwords(), store.sessions(), workers).routes();
    }

    @Bean
    RouterFunction<ServerResponse> inviteEndpoints(Store store, Workers workers) {
        return new InviteEndpoints(store.invites(), store.clock(), workers).routes();
    }
}
