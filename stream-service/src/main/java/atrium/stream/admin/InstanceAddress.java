package atrium.stream.admin;

import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/** What tells this instance from others: the address it registers, and the port it took. */
public final class InstanceAddress implements ApplicationListener<WebServerInitializedEvent> {

    private static final String MANAGEMENT = "management";

    private final String host;
    private volatile int port;

    public InstanceAddress(String host) {
        this.host = host;
    }

    @Override
    public void onApplicationEvent(WebServerInitializedEvent event) {
        if (!MANAGEMENT.equals(event.getApplicationContext().getServerNamespace())) {
            port = event.getWebServer().getPort();
        }
    }

    String text() {
        return host + ":" + port;
    }
}
