package atrium.chat;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;

/** The whole service on a free loopback port, without Nacos. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "atrium.config=classpath:atrium-alone.yaml",
            "atrium.identity.admin-token=" + RunningChat.ADMIN,
            "atrium.chat.connection.presence=50ms",
            "atrium.chat.danmaku.server.port=0",
            "atrium.chat.data=target/data-${random.uuid}"
        })
@interface RunningChat {

    String ADMIN = "the-admin-of-this-test";
}
