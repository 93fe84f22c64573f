package atrium.chat;

import atrium.chat.settings.ChatProperties;
import atrium.platform.config.LiveConfiguration;
import atrium.platform.testsupport.NacosServiceContract;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * In the order of names, so that the test that stops a second instance comes last: the instances of one JVM share one
 * Nacos client, and the first that stops takes the configuration's listeners with it.
 */
@TestMethodOrder(MethodOrderer.MethodName.class)
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
}
