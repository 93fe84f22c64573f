package atrium.chat.transport.danmaku;

import atrium.chat.admission.Admission;
import atrium.chat.admission.OpenConnections;
import atrium.chat.room.Rooms;
import atrium.chat.session.Reception;
import atrium.chat.settings.ChatProperties;
import atrium.platform.config.Live;
import atrium.platform.config.LiveConfiguration;
import atrium.platform.lifecycle.Phases;
import atrium.platform.netty.EventLoops;
import atrium.platform.netty.NettyServer;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.web.reactive.HandlerMapping;

/** Puts danmaku on a TCP port of its own and on {@code /ws/danmaku}. */
@Configuration(proxyBeanMethods = false)
class DanmakuConfiguration {

    @Bean
    OpenConnections danmakuConnections() {
        return new OpenConnections(DanmakuSession::sayGoodbye);
    }

    @Bean
    DanmakuProtocol danmakuProtocol(
            Rooms rooms,
            Live<ChatProperties> chat,
            LiveConfiguration configuration,
            ReactiveAuthenticationManager bearers,
            MeterRegistry registry) {
        Live<DanmakuProperties> danmaku = configuration.of(DanmakuProperties.class);
        return new DanmakuProtocol(rooms, chat, danmaku, bearers, System::nanoTime, registry);
    }

    @Bean
    DanmakuPipeline danmakuPipeline(
            DanmakuProtocol protocol, OpenConnections danmakuConnections, Admission admission, Reception reception) {
        return new DanmakuPipeline(protocol, danmakuConnections, admission, reception);
    }

    @Bean
    NettyServer danmakuServer(
            DanmakuPipeline pipeline, LiveConfiguration configuration, EventLoops loops, MeterRegistry registry) {
        var server = configuration.of(DanmakuProperties.class).get().server();
        return new NettyServer("danmaku", server, loops, pipeline, Phases.SERVERS, registry);
    }

    @Bean
    HandlerMapping danmakuMapping(
            Admission admission, Reception reception, OpenConnections danmakuConnections, DanmakuPipeline pipeline) {
        return new DanmakuMapping(new DanmakuWebSocketHandler(admission, reception, danmakuConnections, pipeline));
    }
}
