package atrium.platform.identity;

import atrium.platform.problem.PlatformProblem;
import atrium.platform.problem.ProblemWriter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.WebFilterExchange;
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

    /** As a bean, so that Spring Boot makes up no user of its own. */
    @Bean
    ReactiveAuthenticationManager adminToken(IdentityProperties properties) {
        return new AdminToken(properties);
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
            ReactiveAuthenticationManager adminToken,
            ProblemWriter problems,
            ObjectProvider<AccessRules> rules) {
        AuthenticationWebFilter bearer = new AuthenticationWebFilter(adminToken);
        bearer.setServerAuthenticationConverter(new BearerToken());
        bearer.setSecurityContextRepository(NoOpServerSecurityContextRepository.getInstance());
        bearer.setAuthenticationFailureHandler((exchange, e) -> unauthenticated(problems, exchange));
        return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
                .headers(ServerHttpSecurity.HeaderSpec::disable)
                .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .addFilterAt(bearer, SecurityWebFiltersOrder.AUTHENTICATION)
                .exceptionHandling(errors -> errors.authenticationEntryPoint((exchange, e) ->
                                challenge(problems, exchange, "This needs a bearer token; there was none."))
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

    private static Mono<Void> unauthenticated(ProblemWriter problems, WebFilterExchange filter) {
        return challenge(problems, filter.getExchange(), "The bearer token is not valid.");
    }

    /** RFC 6750, section 3. */
    private static Mono<Void> challenge(ProblemWriter problems, ServerWebExchange exchange, String detail) {
        return problems.write(
                exchange, PlatformProblem.UNAUTHENTICATED.with(detail).header(HttpHeaders.WWW_AUTHENTICATE, "Bearer"));
    }
}
