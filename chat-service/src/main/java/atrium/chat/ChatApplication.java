package atrium.chat;

import atrium.platform.AtriumService;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The process {@code chat-service}. */
@SpringBootApplication(proxyBeanMethods = false)
public class ChatApplication {

    public static void main(String[] args) {
        AtriumService.run(ChatApplication.class, "chat-service", args);
    }
}
