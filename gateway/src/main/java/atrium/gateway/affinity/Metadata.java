package atrium.gateway.affinity;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.ServiceInstance;

/** What an instance, the registry and an operator at its console say about the instance. */
final class Metadata {

    /** As Spring Cloud Alibaba passes on what the console shows and edits. */
    private static final String WEIGHT = "nacos.weight";

    private static final String REGISTERED_CLUSTER = "nacos.cluster";
    private static final String CLUSTER = "cluster";
    private static final String VERSION = "version";

    private Metadata() {}

    /** 1 where the registry does not say, or where an instance's own metadata have put nonsense over what it says. */
    static double weight(ServiceInstance instance) {
        String weight = value(instance, WEIGHT);
        try {
            return weight == null ? 1 : Math.max(0, Double.parseDouble(weight));
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    /** What the metadata say, else the cluster with which it registered. */
    static @Nullable String cluster(ServiceInstance instance) {
        String own = value(instance, CLUSTER);
        return own == null ? value(instance, REGISTERED_CLUSTER) : own;
    }

    static @Nullable String version(ServiceInstance instance) {
        return value(instance, VERSION);
    }

    private static @Nullable String value(ServiceInstance instance, String key) {
        Map<String, String> metadata = instance.getMetadata();
        return metadata == null ? null : metadata.get(key);
    }
}
