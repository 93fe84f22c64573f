package atrium.platform.testsupport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The real embedded Nacos in a process of its own, on free ports of the loopback address, with a home directory and
 * secrets that nothing else knows. It has no user yet: the publisher, or {@link #client()}, makes the first one.
 *
 * <p>Its jar is the one that system property {@code atrium.nacos.jar} names, else that of the build: found by walking
 * up from the working directory. Not thread-safe.
 */
public final class NacosProcess implements AutoCloseable {

    private static final BuiltJar JAR = new BuiltJar(
            "atrium.nacos.jar",
            "nacos-config/server/target/nacos-config-server.jar",
            "build it: ./mvnw package -DskipTests -pl nacos-config/server");
    private static final int GRPC_OFFSET = 1000;
    private static final int CLUSTER_GRPC_OFFSET = 1001;
    /** Where other builds of Nacos listen for Raft; this one must not. */
    private static final int RAFT_OFFSET = -1000;

    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofSeconds(20);

    private final OwnProcess process;
    private final int port;
    private final int consolePort;
    private final String password;
    private final Map<String, String> environment;

    private NacosProcess(OwnProcess process) {
        this.process = process;
        this.port = FreePorts.withNeighbours(GRPC_OFFSET, CLUSTER_GRPC_OFFSET, RAFT_OFFSET);
        this.consolePort = FreePorts.one();
        this.password = random(16);
        this.environment = Map.of(
                "ATRIUM_HOME", process.home().toString(),
                "ATRIUM_NACOS_PORT", Integer.toString(port),
                "ATRIUM_NACOS_CONSOLE_PORT", Integer.toString(consolePort),
                "MODE", "standalone",
                "NACOS_AUTH_ENABLE", "true",
                "NACOS_AUTH_TOKEN", Base64.getEncoder().encodeToString(bytes(48)),
                "NACOS_AUTH_IDENTITY_KEY", "atrium-" + random(4),
                "NACOS_AUTH_IDENTITY_VALUE", random(24));
    }

    /** Starts one and waits until it answers. */
    public static NacosProcess start() throws IOException {
        NacosProcess nacos = new NacosProcess(OwnProcess.in("nacos", START));
        nacos.launch();
        return nacos;
    }

    /** True where the build's jar, or the one that {@code atrium.nacos.jar} names, is there. */
    public static boolean isBuilt() {
        return JAR.isThere();
    }

    /** Starts it again, on the same ports and data. */
    public void launch() throws IOException {
        Path jar = JAR.file();
        List<String> command = new ArrayList<>(List.of(BuiltJar.java()));
        Path options = jar.resolveSibling("../jvm.options").normalize();
        if (Files.exists(options)) {
            command.add("@" + options);
        }
        command.addAll(List.of("-jar", jar.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(process.home().toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("ATRIUM_") || name.startsWith("NACOS_"));
        builder.environment().putAll(environment);
        process.launch(builder, this::isReady);
    }

    /** {@code host:port}, as {@code ATRIUM_NACOS_ADDR} wants it. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    public int consolePort() {
        return consolePort;
    }

    /** Of the first administrator, once there is one. */
    public String password() {
        return password;
    }

    public Path home() {
        return process.home();
    }

    /** Every port that it listens on. */
    public List<Integer> ports() {
        return List.of(port, port + GRPC_OFFSET, port + CLUSTER_GRPC_OFFSET, consolePort);
    }

    public long pid() {
        return process.running().pid();
    }

    /** What a service needs to find it. */
    public Map<String, String> clientEnvironment() {
        return Map.of(
                "ATRIUM_NACOS_ADDR",
                address(),
                "ATRIUM_NACOS_USERNAME",
                NacosClient.ADMIN,
                "ATRIUM_NACOS_PASSWORD",
                password);
    }

    /** The same as Spring properties. */
    public Map<String, String> properties() {
        return Map.of(
                "spring.cloud.nacos.server-addr",
                address(),
                "spring.cloud.nacos.username",
                NacosClient.ADMIN,
                "spring.cloud.nacos.password",
                password);
    }

    /** Publishes as the admin, whose account is created on the first call. */
    public NacosClient client() {
        return new NacosClient(() -> "http://" + address(), () -> "http://127.0.0.1:" + consolePort, password);
    }

    /** SIGTERM, and waits for the end. */
    public void stop() {
        Process running = process.running();
        running.destroy();
        running.onExit().orTimeout(STOP.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** SIGKILL, and waits for the end. */
    public void kill() {
        process.kill();
    }

    /** Kills it and removes its home. */
    @Override
    public void close() throws IOException {
        process.close();
    }

    /** The line that it prints last: its HTTP answers before the console does. */
    private boolean isReady() throws IOException {
        List<String> lines = Files.readAllLines(process.output());
        return !lines.isEmpty() && lines.getLast().startsWith("nacos: ready");
    }

    private static String random(int size) {
        return HexFormat.of().formatHex(bytes(size));
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
