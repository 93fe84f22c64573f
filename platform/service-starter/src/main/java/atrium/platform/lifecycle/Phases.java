package atrium.platform.lifecycle;

import org.springframework.context.SmartLifecycle;

/**
 * The phases in which a service stops, highest first; it starts in the opposite order. Before the first of them Spring
 * Cloud Alibaba has taken it out of the registry, so nobody is sent here any more.
 *
 * <p>The web server refuses new connections and waits for the running requests in the phase {@link #WEB_SERVER}. A
 * WebSocket or a live stream would hold it up until the time-out, so whoever owns such connections says good-bye to
 * them in {@link #DRAIN}, before.
 */
public final class Phases {

    /** Long-lived connections are told to go elsewhere. */
    public static final int DRAIN = SmartLifecycle.DEFAULT_PHASE - 512;

    /** Where Spring Boot's web server stops gracefully. */
    public static final int WEB_SERVER = SmartLifecycle.DEFAULT_PHASE - 1024;

    /** Own servers (RTMP, ...): after the web server, since requests may still ask for their streams. */
    public static final int SERVERS = SmartLifecycle.DEFAULT_PHASE - 4096;

    private Phases() {}
}
