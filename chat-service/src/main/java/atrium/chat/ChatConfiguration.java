package atrium.chat;

import atrium.chat.backplane.Backplane;
import atrium.chat.message.MessageIds;
import atrium.chat.moderation.BannedWords;
import atrium.chat.room.Rooms;
import atrium.chat.session.MemberIds;
import atrium.chat.session.NameRules;
import atrium.chat.session.Persons;
import atrium.chat.session.Reception;
import atrium.chat.settings.ChatProperties;
import atrium.chat.settings.Derived;
import atrium.platform.config.Live;
import atrium.platform.config.LiveConfiguration;
import atrium.platform.identity.IdentityProperties;
import atrium.platform.netty.EventLoops;
import atrium.platform.rooms.RoomAccess;
import atrium.platform.rooms.RoomsProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
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
    Rooms rooms(
            Backplane backplane,
            Live<ChatProperties> properties,
            LiveConfiguration configuration,
            InstantSource clock,
            EventLoops loops,
            MeterRegistry registry) {
        MessageIds ids = new MessageIds(word(new SecureRandom()));
        Derived<List<String>, BannedWords> words =
                new Derived<>(() -> properties.get().moderation().bannedWords(), BannedWords::of);
        properties.onChange(changed -> words.refresh()); // here, and not with the next message on an event loop
        Rooms rooms =
                new Rooms(backplane, properties, clock, ids, text -> words.get().areIn(text), loops::next, registry);
        configuration.of(RoomsProperties.class).onChange(changed -> rooms.expelUninvited());
        return rooms;
    }

    @Bean
    Reception reception(Live<ChatProperties> properties, IdentityProperties identity, RoomAccess access) {
        SecureRandom random = new SecureRandom();
        return new Reception(
                new NameRules(() -> properties.get().names().reserved()),
                Persons.keyedBy(identity.adminToken(), random),
                new MemberIds(random),
                access);
    }

    /** Unlike any other, for all that matters: 64 random bits. */
    private static String word(SecureRandom random) {
        return Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX);
    }
}
