package atrium.platform.testsupport;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * A real Nacos server in a container, with sign-in on and secrets of its own.
 *
 * <p>The client derives the gRPC port from the HTTP port (+ 1000), so both are bound to host ports with that distance
 * instead of two unrelated ones.
 */
public final class NacosContainer extends GenericContainer<NacosContainer> {

    private static final int HTTP = 8848;
    private static final int GRPC = 9848;
    private static final int CONSOLE = 8080;
    private static final int GRPC_OFFSET = GRPC - HTTP;

    private final int port = FreePorts.withNeighbours(GRPC_OFFSET);
    private final String password = random(12);
    private final NacosClient client;

    public NacosContainer() {
        super(DockerImageName.parse("nacos/nacos-server:v3.1.1"));
        byte[] secret = new byte[48];
        new SecureRandom().nextBytes(secret);
        withEnv("MODE", "standalone");
        withEnv("NACOS_AUTH_ENABLE", "true");
        withEnv("NACOS_AUTH_TOKEN", Base64.getEncoder().encodeToString(secret));
        withEnv("NACOS_AUTH_IDENTITY_KEY", random(8));
        withEnv("NACOS_AUTH_IDENTITY_VALUE", random(16));
        withEnv("JVM_XMS", "256m");
        withEnv("JVM_XMX", "512m");
        withExposedPorts(CONSOLE);
        setPortBindings(List.of(port + ":" + HTTP, (port + GRPC_OFFSET) + ":" + GRPC));
        waitingFor(Wait.forHttp("/v3/console/health/readiness")
                .forPort(CONSOLE)
                .withStartupTimeout(Duration.ofMinutes(3)));
        client = new NacosClient(() -> "http://127.0.0.1:" + port, this::console, password);
    }

    /** Publishes and reads as the admin, whose account is created on the first call. */
    public NacosClient client() {
        return client;
    }

    /** What a service needs in its environment to use this server, as Spring properties. */
    public Map<String, String> properties() {
        return Map.of(
                "spring.cloud.nacos.server-addr",
                "127.0.0.1:" + port,
                "spring.cloud.nacos.username",
                NacosClient.ADMIN,
                "spring.cloud.nacos.password",
                password);
    }

    private String console() {
        return "http://127.0.0.1:" + getMappedPort(CONSOLE);
    }

    private static String random(int bytes) {
        byte[] value = new byte[bytes];
        new SecureRandom().nextBytes(value);
        return HexFormat.of().formatHex(value);
    }
}
