package atrium.gateway.route;

import java.util.List;
import org.springframework.cloud.client.ServiceInstance;

/** Who serves now. */
@FunctionalInterface
public interface Instances {

    /**
     * The instances of {@code service} that may get requests, in no order, empty if there are none or the service is not
     * known: healthy ones that no operator has taken out.
     *
     * <p>Called for each request on an event loop: answers from memory.
     */
    List<ServiceInstance> of(String service);
}
