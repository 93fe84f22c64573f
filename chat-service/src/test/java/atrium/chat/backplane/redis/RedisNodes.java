package atrium.chat.backplane.redis;

import atrium.chat.Settings;
import atrium.chat.settings.ChatProperties;
import atrium.platform.redis.RedisProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.springframework.util.unit.DataSize;

/** Starts backplanes as services have them. */
final class RedisNodes {

    private RedisNodes() {}

    static RedisBackplane start(String uri, int keep) {
        return start(uri, keep, System::nanoTime);
    }

    static RedisBackplane start(String uri, int keep, LongSupplier nanos) {
        ChatProperties defaults = Settings.defaults();
        ChatProperties.History history =
                new ChatProperties.History(50, keep, DataSize.ofMegabytes(16), Duration.ofMinutes(10));
        ChatProperties properties = new ChatProperties(
                defaults.limits(), history, defaults.connection(), defaults.moderation(), defaults.names());
        RedisBackplane node = new RedisBackplane(
                new RedisProperties(uri, Duration.ofSeconds(2)),
                () -> properties,
                () -> UUID.randomUUID().toString().substring(0, 13),
                nanos,
                new SimpleMeterRegistry());
        node.start();
        return node;
    }
}
