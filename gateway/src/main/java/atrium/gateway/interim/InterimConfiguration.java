package atrium.gateway.interim;

import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the passage of interim responses. */
@Configuration(proxyBeanMethods = false)
class InterimConfiguration {

    @Bean
    InterimFilter interimFilter() {
        return new InterimFilter();
    }

    @Bean
    HttpClientCustomizer interimRelay() {
        return InterimRelay::in;
    }
}
