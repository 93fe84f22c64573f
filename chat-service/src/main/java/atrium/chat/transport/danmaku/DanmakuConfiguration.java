package atrium.chat.transport.danmaku;

import atrium.chat.room.Rooms;
import atrium.chat.settings.ChatProperties;
import atrium.platform.config.Live;
import atrium.platform.config.LiveConfiguration;
import atrium.platform.lifecycle.Phases;
import atrium.platform.netty.EventLoops;
import atrium.platform.netty.NettyServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.HandlerMapping;

/** Puts danmaku on a TCP port of its own and on {@code /ws/danmaku}. */
@Configuration(proxyBeanMethods = false)
class DanmakuConfiguration {

    @Bean
    DanmakuConnections danmakuConnections() {
        return new DanmakuConnections();
    }

    @Bean
    DanmakuPipeline danmakuPipeline(
            Rooms rooms,
            Live<ChatProperties> chat,
            LiveConfiguration configuration,
            DanmakuConnections connections,
            MeterRegistry registry) {
        Live<DanmakuProperties> danmaku = configuration.of(DanmakuProperties.class);
        DanmakuProtocol protocol = new DanmakuProtocol(rooms, chat, danmaku, System::nanoTime, registry);
        SecureRandom random = new SecureRandom();
        return new DanmakuPipeline(
                protocol, connections, () -> Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX));
    }

    @Bean
    NettyServer danmakuServer(
            DanmakuPipeline pipeline, LiveConfiguration configuration, EventLoops loops, MeterRegistry registry) {
        var server = configuration.of(DanmakuProperties.class).get().server();
        return new NettyServer("danmaku", server, loops, pipeline, Phases.SERVERS, registry);
    }

    @Bean
    HandlerMapping danmakuMapping(DanmakuConnections connections, DanmakuPipeline pipeline) {
        return new DanmakuMapping(new DanmakuWebSocketHandler(connections, pipeline));
    }
}
