package atrium.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.nacos.api.naming.pojo.Instance;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.ServiceInstance;

class NacosInstancesTests {

    @Test
    void disabled_unhealthy_and_weightless_instances_get_no_requests() {
        List<Instance> pushed = List.of(
                instance(1, instance -> {}),
                instance(2, instance -> instance.setEnabled(false)),
                instance(3, instance -> instance.setHealthy(false)),
                instance(4, instance -> instance.setWeight(0)),
                instance(5, instance -> instance.setWeight(0.5)));

        assertThat(NacosInstances.inService("chat-service", pushed))
                .extracting(ServiceInstance::getPort)
                .containsExactly(1, 5);
    }

    private static Instance instance(int port, Consumer<Instance> change) {
        Instance instance = new Instance();
        instance.setIp("127.0.0.1");
        instance.setPort(port);
        change.accept(instance);
        return instance;
    }
}
