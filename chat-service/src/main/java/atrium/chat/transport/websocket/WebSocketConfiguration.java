package atrium.chat.transport.websocket;

import atrium.chat.admission.Admission;
import atrium.chat.admission.OpenConnections;
import atrium.chat.room.Rooms;
import atrium.chat.session.Reception;
import atrium.chat.settings.ChatProperties;
import atrium.platform.config.Live;
import atrium.platform.config.LiveConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;

/** Puts chat on {@code /ws}. */
@Configuration(proxyBeanMethods = false)
class WebSocketConfiguration {

    private static final int BEFORE_CONTROLLERS = -1;

    @Bean
    OpenConnections webSocketConnections() {
        return new OpenConnections(WebSocketMember::sayGoodbye);
    }

    @Bean
    HandlerMapping webSocketMapping(
            Rooms rooms,
            Live<ChatProperties> properties,
            LiveConfiguration configuration,
            OpenConnections webSocketConnections,
            Admission admission,
            Reception reception,
            MeterRegistry registry) {
        Live<CompressionProperties> compression = configuration.of(CompressionProperties.class);
        ChatProtocol protocol = new ChatProtocol(
                rooms, properties, configuration.of(ControlProperties.class), compression, System::nanoTime, registry);
        var handler = new ChatWebSocketHandler(protocol, admission, compression, webSocketConnections, reception);
        return new SimpleUrlHandlerMapping(Map.of("/ws", handler, "/ws/{room}", handler), BEFORE_CONTROLLERS);
    }
}
