package atrium.files.cluster;

import atrium.files.FileApplication;
import atrium.files.storage.BlobStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** One of several whole services in this process. */
final class Node implements AutoCloseable {

    static final String ADMIN = "the-admin-of-a-test";

    private final ConfigurableApplicationContext context;

    private Node(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static Node start(List<String> settings) {
        List<String> all = new ArrayList<>(List.of(
                "--atrium.config=classpath:atrium-alone.yaml",
                "--atrium.identity.admin-token=" + ADMIN,
                "--atrium.files.tcp.port=0",
                "--server.port=0",
                "--spring.jmx.enabled=false",
                "--spring.main.banner-mode=off"));
        all.addAll(settings);
        return new Node(SpringApplication.run(FileApplication.class, all.toArray(String[]::new)));
    }

    int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    BlobStore store() {
        return context.getBean(BlobStore.class);
    }

    /** How many bytes of bodies this service has received. */
    double received() {
        return context.getBean(MeterRegistry.class)
                .get("atrium.files.bytes")
                .tag("direction", "in")
                .counter()
                .count();
    }

    @Override
    public void close() {
        context.close();
    }
}
