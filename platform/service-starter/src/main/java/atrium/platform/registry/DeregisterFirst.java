package atrium.platform.registry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistration;
import org.springframework.context.SmartLifecycle;

/**
 * Takes the service out of the registry before anything else stops.
 *
 * <p>Spring Cloud deregisters when beans are destroyed, which is after the web server has stopped: for seconds the
 * gateway would send requests to a closed port.
 */
public final class DeregisterFirst implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(DeregisterFirst.class);

    private final AutoServiceRegistration registration;
    private final int phase;
    private volatile boolean running;

    public DeregisterFirst(AutoServiceRegistration registration, int phase) {
        this.registration = registration;
        this.phase = phase;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        if (registration
                instanceof
                org.springframework.cloud.client.serviceregistry.AbstractAutoServiceRegistration<?> service) {
            log.info("leaving the registry");
            service.stop();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return phase;
    }
}
