package atrium.chat.admission;

import atrium.platform.config.LiveConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One admission for all transports, so that an address has one rate. */
@Configuration(proxyBeanMethods = false)
class AdmissionConfiguration {

    @Bean
    Admission admission(LiveConfiguration configuration) {
        return new Admission(configuration.of(HandshakeProperties.class), System::nanoTime);
    }
}
