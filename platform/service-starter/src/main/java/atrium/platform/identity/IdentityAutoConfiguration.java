package atrium.platform.identity;

import atrium.platform.blocking.Workers;
import atrium.platform.problem.PlatformProblem;
import atrium.platform.problem.ProblemWriter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * One stateless security chain a service: bearer token to roles, then the service's {@link AccessRules}.
 *
 * <p>No CSRF protection, because no cookie gives a right; no security headers, because the gateway owns them.
 */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@EnableConfigurationProperties(IdentityProperties.class)
class IdentityAutoConfiguration {

    private static final String GATEWAY = "gateway";
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(2);

    /** The gateway has its own. */
    @Bean
    @ConditionalOnMissingBean(VerificationKeys.class)
    GatewayKeys gatewayKeys(ObjectProvider<DiscoveryClient> registry, MeterRegistry meters) {
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("gateway-keys-", 0).factory());
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .executor(threads)
                .build();
        return new GatewayKeys(
                new Gateways(http, () -> gateways(registry.getIfAvailable()), threads, ANSWER),
                threads,
                System::nanoTime,
                new KeyMeters(meters));
    }

    private static List<URI> gateways(@Nullable DiscoveryClient registry) {
        return registry == null
                ? List.of()
                : registry.getInstances(GATEWAY).stream()
                        .map(ServiceInstance::getUri)
                        .toList();
    }

    /** As a bean, so that Spring Boot makes up no user of its own. */
    @Bean
    ReactiveAuthenticationManager bearers(
            IdentityProperties properties, VerificationKeys keys, MeterRegistry registry) {
        TokenMeters meters = new TokenMeters(registry);
        AccessTokens persons = new AccessTokens(keys, InstantSource.system(), meters);
        return new Bearers(new AdminToken(properties), persons, meters);
    }

    /**
     * No span and no timer for each filter of the chain: a request is observed as a whole, and these cost as much again.
     */
    @Bean
    SecurityObservationSettings unobserved() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    AccessTokenParameter accessTokenParameter() {
        return new AccessTokenParameter();
    }

    @Bean
    SecurityWebFilterChain securityChain(
            ServerHttpSecurity http,
            ReactiveAuthenticationManager bearers,
            ProblemWriter problems,
            ObjectProvider<AccessRules> rules) {
        AuthenticationWebFilter bearer =
                new AuthenticationWebFilter((ServerWebExchange exchange) -> Mono.just(onEventLoop(bearers, exchange)));
        bearer.setServerAuthenticationConverter(new BearerToken());
        bearer.setSecurityContextRepository(NoOpServerSecurityContextRepository.getInstance());
        bearer.setAuthenticationFailureHandler((filter, e) -> refuse(problems, filter.getExchange(), e));
        return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
                .headers(ServerHttpSecurity.HeaderSpec::disable)
                .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .addFilterAt(bearer, SecurityWebFiltersOrder.AUTHENTICATION)
                .exceptionHandling(errors -> errors.authenticationEntryPoint((exchange, e) ->
                                challenge(problems, exchange, "Bearer", "This needs a bearer token; there was none."))
                        .accessDeniedHandler((exchange, e) -> problems.write(
                                exchange, PlatformProblem.FORBIDDEN.with("Your role does not allow this."))))
                .authorizeExchange(requests -> {
                    rules.orderedStream().forEach(rule -> rule.apply(requests));
                    requests.anyExchange().permitAll();
                })
                .build();
    }

    /** A path written to mean something else to a proxy than to us ({@code %2F}, {@code //}) is refused as a problem, too. */
    @Bean
    ServerExchangeRejectedHandler rejectedPaths(ProblemWriter problems) {
        return (exchange, rejected) ->
                problems.write(exchange, PlatformProblem.BAD_REQUEST.with("The address is written ambiguously."));
    }

    /** A key that had to be fetched comes on a thread from which no request may be answered; see {@link Workers}. */
    private static ReactiveAuthenticationManager onEventLoop(
            ReactiveAuthenticationManager bearers, ServerWebExchange exchange) {
        return presented -> bearers.authenticate(presented).publishOn(Workers.eventLoopOf(exchange));
    }

    private static Mono<Void> refuse(ProblemWriter problems, ServerWebExchange exchange, AuthenticationException why) {
        return problems.write(exchange, TokenHolders.refusal(why));
    }

    /** RFC 6750, section 3. */
    private static Mono<Void> challenge(
            ProblemWriter problems, ServerWebExchange exchange, String challenge, String detail) {
        var problem = PlatformProblem.UNAUTHENTICATED.with(detail).header(HttpHeaders.WWW_AUTHENTICATE, challenge);
        return problems.write(exchange, problem);
    }
}
