package atrium.platform.rooms;

import atrium.platform.config.LiveConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Every service asks the same who may be in a room. */
@AutoConfiguration(afterName = "atrium.platform.PlatformAutoConfiguration")
class RoomsAutoConfiguration {

    @Bean
    RoomAccess roomAccess(LiveConfiguration configuration) {
        return new RoomAccess(configuration.of(RoomsProperties.class));
    }
}
