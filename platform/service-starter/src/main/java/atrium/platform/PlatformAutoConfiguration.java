package atrium.platform;

import atrium.platform.blocking.Workers;
import atrium.platform.config.ConfigurationHealth;
import atrium.platform.config.LiveConfiguration;
import atrium.platform.keepalive.KeepAliveCustomizer;
import atrium.platform.registry.NacosHealth;
import atrium.platform.tcp.TcpStateMeters;
import com.alibaba.cloud.nacos.NacosConfigManager;
import com.alibaba.cloud.nacos.NacosServiceManager;
import jakarta.validation.Validator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;

/** What every service has: live configuration, a place to block, and the meters of its sockets. */
@AutoConfiguration(
        afterName = {
            "com.alibaba.cloud.nacos.NacosConfigAutoConfiguration",
            "com.alibaba.cloud.nacos.NacosServiceAutoConfiguration"
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
    @ConditionalOnBean(NacosServiceManager.class)
    NacosHealth nacosHealthIndicator(NacosServiceManager nacos) {
        return new NacosHealth(() -> nacos.getNamingService().getServerStatus());
    }

    @Bean
    KeepAliveCustomizer keepAliveCustomizer() {
        return new KeepAliveCustomizer();
    }

    @Bean
    Workers workers() {
        return new Workers();
    }

    @Bean
    TcpStateMeters tcpStateMeters() {
        return TcpStateMeters.ofThisMachine();
    }
}
