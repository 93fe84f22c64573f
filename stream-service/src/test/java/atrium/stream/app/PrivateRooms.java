package atrium.stream.app;

import atrium.platform.identity.VerificationKeys;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;
import reactor.core.publisher.Mono;

/** The whole service, where some rooms are private; tokens are verified by {@link Asker}'s key. */
@StreamApp
@TestPropertySource(
        properties = {
            "atrium.rooms.private[0]=staff",
            "atrium.rooms.private[1]=lab-*",
            "atrium.rooms.private[2]=caf\u00e9",
            "atrium.rooms.public[0]=lab-tour"
        })
@Import(PrivateRooms.Keys.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface PrivateRooms {

    @TestConfiguration(proxyBeanMethods = false)
    class Keys {

        @Bean
        VerificationKeys keys() {
            return kid -> Mono.just(Asker.GATEWAY.key());
        }
    }
}
