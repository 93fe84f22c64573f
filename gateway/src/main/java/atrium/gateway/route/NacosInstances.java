package atrium.gateway.route;

import com.alibaba.cloud.nacos.NacosDiscoveryProperties;
import com.alibaba.cloud.nacos.NacosServiceManager;
import com.alibaba.cloud.nacos.discovery.NacosServiceDiscovery;
import com.alibaba.nacos.api.exception.NacosException;
import com.alibaba.nacos.api.naming.NamingService;
import com.alibaba.nacos.api.naming.listener.NamingEvent;
import com.alibaba.nacos.api.naming.pojo.Instance;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.cloud.client.ServiceInstance;

/**
 * Keeps what Nacos pushes about each service, so that a request is routed without a look-up.
 *
 * <p>A service is subscribed to when it is first named, on a thread of its own; until Nacos has answered, and for a
 * service that it does not know, the list is empty. While Nacos is away the last known instances stay.
 */
final class NacosInstances implements Instances, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(NacosInstances.class);

    private final NacosServiceManager nacos;
    private final NacosDiscoveryProperties properties;
    private final Map<String, List<ServiceInstance>> known = new ConcurrentHashMap<>();
    private final Set<String> subscribed = ConcurrentHashMap.newKeySet();
    private final ExecutorService subscriber = Executors.newVirtualThreadPerTaskExecutor();

    NacosInstances(NacosServiceManager nacos, NacosDiscoveryProperties properties) {
        this.nacos = nacos;
        this.properties = properties;
    }

    @Override
    public List<ServiceInstance> of(String service) {
        if (subscribed.add(service)) {
            subscriber.execute(() -> subscribe(service));
        }
        return known.getOrDefault(service, List.of());
    }

    private void subscribe(String service) {
        try {
            NamingService naming = nacos.getNamingService();
            naming.subscribe(service, properties.getGroup(), event -> {
                if (event instanceof NamingEvent change) {
                    update(service, change.getInstances());
                }
            });
            update(service, naming.getAllInstances(service, properties.getGroup()));
        } catch (NacosException | RuntimeException e) {
            subscribed.remove(service);
            log.warn("cannot ask Nacos for {}: {}; the next request asks again", service, e.toString());
        }
    }

    private void update(String service, List<Instance> pushed) {
        List<ServiceInstance> instances = inService(service, pushed);
        List<ServiceInstance> before = known.put(service, instances);
        if (before == null || before.size() != instances.size()) {
            log.info("{} has {} healthy instance(s)", service, instances.size());
        }
    }

    /** Those that are healthy, that the console has not disabled, and whose weight it has not set to zero. */
    static List<ServiceInstance> inService(String service, List<Instance> pushed) {
        List<Instance> weighty =
                pushed.stream().filter(instance -> instance.getWeight() > 0).toList();
        return List.copyOf(NacosServiceDiscovery.hostToServiceInstanceList(weighty, service));
    }

    @Override
    public void destroy() {
        subscriber.shutdownNow();
    }
}
