package atrium.nacos.server;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Where this server listens and keeps its files.
 *
 * @param home directory of all of Atrium's state
 * @param bindAddress address of every listening socket
 * @param port HTTP; gRPC is at 1000 and 1001 above, as every Nacos client expects
 * @param consolePort HTTP of the console
 */
record ServerSettings(Path home, String bindAddress, int port, int consolePort) {

    static final int SDK_GRPC_OFFSET = 1000;
    static final int CLUSTER_GRPC_OFFSET = 1001;

    private static final String LOOPBACK = "127.0.0.1";

    /**
     * Reads the official image's variables and Atrium's own.
     *
     * @throws SettingsException naming the variable, if one is missing or unsafe
     */
    static ServerSettings from(Map<String, String> environment) {
        requireStandalone(environment.getOrDefault("MODE", "standalone"));
        Credentials.check(environment);
        return new ServerSettings(
                Path.of(environment.getOrDefault("ATRIUM_HOME", "var"))
                        .toAbsolutePath()
                        .normalize(),
                environment.getOrDefault("ATRIUM_NACOS_BIND_ADDRESS", LOOPBACK),
                port(environment, "ATRIUM_NACOS_PORT", 8848),
                port(environment, "ATRIUM_NACOS_CONSOLE_PORT", 8849));
    }

    Path data() {
        return home.resolve("data").resolve("nacos");
    }

    Path log() {
        return home.resolve("log").resolve("nacos");
    }

    /** Every port that this server listens on, by the name that an operator knows it under. */
    Map<String, Integer> ports() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("Nacos HTTP (ATRIUM_NACOS_PORT)", port);
        ports.put("Nacos gRPC (ATRIUM_NACOS_PORT + 1000)", port + SDK_GRPC_OFFSET);
        ports.put("Nacos cluster gRPC (ATRIUM_NACOS_PORT + 1001)", port + CLUSTER_GRPC_OFFSET);
        ports.put("Nacos console (ATRIUM_NACOS_CONSOLE_PORT)", consolePort);
        return ports;
    }

    /**
     * What Nacos, Derby and Tomcat read before there is a Spring environment, so these are system properties. Secrets
     * are not among them: {@code application.properties} takes those from the environment.
     */
    Properties systemProperties() {
        Properties properties = new Properties();
        properties.setProperty("nacos.standalone", "true");
        properties.setProperty("nacos.home", data().toString());
        properties.setProperty("nacos.logs.path", log().toString());
        // Nacos looks for it before application.properties is read, and else opens twenty files of its own.
        properties.setProperty("logging.config", "classpath:nacos-server-logback.xml");
        properties.setProperty("nacos.server.ip", advertisedAddress());
        properties.setProperty("nacos.server.main.port", Integer.toString(port));
        properties.setProperty("nacos.console.port", Integer.toString(consolePort));
        properties.setProperty("nacos.remote.grpc.listen.ip", bindAddress);
        properties.setProperty("server.address", bindAddress);
        properties.setProperty("server.tomcat.basedir", data().resolve("tomcat").toString());
        properties.setProperty(
                "derby.stream.error.file", log().resolve("derby.log").toString());
        // The two below are where Nacos' client code would otherwise write into the user's home.
        properties.setProperty("JM.LOG.PATH", log().toString());
        properties.setProperty("JM.SNAPSHOT.PATH", data().toString());
        return properties;
    }

    /** A single server only talks to itself, so a wildcard is advertised as loopback. */
    private String advertisedAddress() {
        return switch (bindAddress) {
            case "0.0.0.0", "::" -> LOOPBACK;
            default -> bindAddress;
        };
    }

    private static void requireStandalone(String mode) {
        if (!"standalone".equals(mode)) {
            throw new SettingsException("MODE: " + mode + " (expected: standalone). This process is one Nacos on Derby;"
                    + " for a cluster run the official image");
        }
    }

    private static int port(Map<String, String> environment, String name, int otherwise) {
        String value = environment.getOrDefault(name, Integer.toString(otherwise));
        try {
            int port = Integer.parseInt(value);
            if (port > 0 && port + CLUSTER_GRPC_OFFSET <= 0xFFFF) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below, with the value.
        }
        throw new SettingsException(name + ": " + value + " (expected: 1 to " + (0xFFFF - CLUSTER_GRPC_OFFSET) + ")");
    }
}
