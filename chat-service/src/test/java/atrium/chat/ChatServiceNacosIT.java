package atrium.chat;

import atrium.chat.settings.ChatProperties;
import atrium.platform.config.LiveConfiguration;
import atrium.platform.testsupport.NacosServiceContract;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;

class ChatServiceNacosIT extends NacosServiceContract {

    ChatServiceNacosIT() {
        super("chat-service", ChatApplication.class);
    }

    @Override
    protected String yamlWithLimit(long limit) {
        return "atrium: {chat: {limits: {members: " + limit + "}}}\n";
    }

    @Override
    protected long limitOf(ConfigurableApplicationContext context) {
        return context.getBean(LiveConfiguration.class)
                .of(ChatProperties.class)
                .get()
                .limits()
                .members();
    }

    @Override
    protected Map<String, String> properties() {
        return Map.of("atrium.chat.danmaku.server.port", "0");
    }
}
