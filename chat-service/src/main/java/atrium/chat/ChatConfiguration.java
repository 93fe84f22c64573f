package atrium.chat;

import atrium.chat.backplane.Backplane;
import atrium.chat.backplane.local.LocalBackplane;
import atrium.chat.backplane.local.RuleStore;
import atrium.chat.message.MessageIds;
import atrium.chat.room.Rooms;
import atrium.chat.settings.ChatProperties;
import atrium.platform.config.Live;
import atrium.platform.config.LiveConfiguration;
import atrium.platform.netty.EventLoops;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.InstantSource;
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
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    Backplane backplane(InstantSource clock) {
        SecureRandom random = new SecureRandom();
        return new LocalBackplane(() -> word(random), RuleStore.FORGETFUL, clock);
    }

    @Bean
    Rooms rooms(
            Backplane backplane,
            Live<ChatProperties> properties,
            InstantSource clock,
            EventLoops loops,
            MeterRegistry registry) {
        MessageIds ids = new MessageIds(word(new SecureRandom()));
        return new Rooms(backplane, properties, clock, ids, text -> false, loops::next, registry);
    }

    /** Unlike any other, for all that matters: 64 random bits. */
    private static String word(SecureRandom random) {
        return Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX);
    }
}
