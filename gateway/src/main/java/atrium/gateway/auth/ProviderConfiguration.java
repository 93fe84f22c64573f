package atrium.gateway.auth;

import atrium.gateway.auth.AuthConfiguration.Store;
import atrium.gateway.auth.oidc.OidcProperties;
import atrium.gateway.auth.oidc.PendingSignIns;
import atrium.gateway.auth.oidc.ProviderHttp;
import atrium.gateway.auth.oidc.Providers;
import atrium.platform.blocking.Workers;
import atrium.platform.config.LiveConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Wires sign-in at an OpenID Connect provider. */
@Configuration(proxyBeanMethods = false)
class ProviderConfiguration {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Bean
    ProviderHttp providerHttp() {
        return new ProviderHttp(PATIENCE);
    }

    @Bean
    Providers providers(LiveConfiguration configuration, ProviderHttp http, Store store) {
        return new Providers(configuration.of(OidcProperties.class), http, store.clock());
    }

    @Bean
    RouterFunction<ServerResponse> providerEndpoints(
            Store store, Providers providers, Grants grants, Attempts attempts, Workers workers, MeterRegistry meters) {
        ProviderSignIn signIn = new ProviderSignIn(
                providers,
                new PendingSignIns(store.secrets()::secret, store.clock()),
                store.accounts(),
                store.sessions(),
                grants,
                attempts,
                store.secrets());
        return new ProviderEndpoints(signIn, providers, new Answers(store.properties()), workers, meters).routes();
    }
}
