package atrium.gateway.resilience;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.springframework.cloud.client.ServiceInstance;

/** Lets tests of other packages put an instance aside. */
public final class EjectionsForTests {

    static final FailoverProperties DEFAULTS =
            new FailoverProperties(true, Duration.ofSeconds(5), Duration.ofSeconds(60), 3, 20, Duration.ofSeconds(2));

    private EjectionsForTests() {}

    public static Ejections create() {
        return new Ejections(() -> DEFAULTS, new HandClock(), new SimpleMeterRegistry());
    }

    public static void putAside(Ejections ejections, ServiceInstance instance) {
        ejections.unreached(instance);
    }
}
