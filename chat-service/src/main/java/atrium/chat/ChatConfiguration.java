package atrium.chat;

import atrium.chat.room.Rooms;
import atrium.chat.settings.ChatProperties;
import atrium.platform.config.Live;
import atrium.platform.config.LiveConfiguration;
import atrium.platform.netty.EventLoops;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What all transports share. */
@Configuration(proxyBeanMethods = false)
class ChatConfiguration {

    @Bean
    Live<ChatProperties> chatProperties(LiveConfiguration configuration) {
        return configuration.of(ChatProperties.class);
    }

    @Bean
    Rooms rooms(Live<ChatProperties> properties, EventLoops loops, MeterRegistry registry) {
        SecureRandom random = new SecureRandom();
        Supplier<String> epochs = () -> Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX);
        return new Rooms(properties, InstantSource.system(), epochs, loops::next, registry);
    }
}
