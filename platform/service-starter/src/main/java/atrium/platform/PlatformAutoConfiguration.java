package atrium.platform;

import atrium.platform.config.ConfigurationHealth;
import atrium.platform.config.LiveConfiguration;
import atrium.platform.lifecycle.Phases;
import atrium.platform.registry.DeregisterFirst;
import atrium.platform.tcp.TcpStateMeters;
import com.alibaba.cloud.nacos.NacosConfigManager;
import jakarta.validation.Validator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

/** What every service has: live configuration, an orderly farewell, and the meters of its sockets. */
@AutoConfiguration(
        afterName = {
            "com.alibaba.cloud.nacos.NacosConfigAutoConfiguration",
            "com.alibaba.cloud.nacos.registry.NacosServiceRegistryAutoConfiguration"
        })
class PlatformAutoConfiguration {

    @Bean
    LiveConfiguration liveConfiguration(
            ConfigurableEnvironment environment,
            ObjectProvider<Validator> validator,
            ObjectProvider<NacosConfigManager> nacos) {
        return new LiveConfiguration(environment, validator.getIfAvailable(), nacos.getIfAvailable());
    }

    @Bean
    ConfigurationHealth configurationHealthIndicator(LiveConfiguration configuration) {
        return new ConfigurationHealth(configuration);
    }

    @Bean
    @ConditionalOnBean(AutoServiceRegistration.class)
    DeregisterFirst deregisterFirst(AutoServiceRegistration registration) {
        return new DeregisterFirst(registration, Phases.DEREGISTER);
    }

    @Bean
    TcpStateMeters tcpStateMeters() {
        return TcpStateMeters.ofThisMachine();
    }
}
