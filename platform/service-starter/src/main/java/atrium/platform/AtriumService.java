package atrium.platform;

import java.nio.file.Path;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerPortFileWriter;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts a service the Atrium way.
 *
 * <p>State goes below {@code ATRIUM_HOME} (default {@code ./var}): what the Nacos client remembers goes there too, not
 * into the user's home, because it is what a service runs on while Nacos is away. With {@code ATRIUM_RUN_DIR} set, the
 * process writes {@code <service>.port} and {@code <service>-management.port} there.
 */
public final class AtriumService {

    private AtriumService() {}

    /**
     * Runs {@code application} until it is stopped.
     *
     * @param name the name under which the service registers, e.g. {@code chat-service}
     */
    public static ConfigurableApplicationContext run(Class<?> application, String name, String... args) {
        keepNacosClientBelow(home().resolve("data/nacos-client").resolve(name));
        System.setProperty("spring.application.name", name);
        SpringApplication spring = new SpringApplication(application);
        spring.setBannerMode(Banner.Mode.OFF);
        String runDir = System.getenv("ATRIUM_RUN_DIR");
        if (runDir != null) {
            spring.addListeners(
                    new WebServerPortFileWriter(Path.of(runDir, name + ".port").toFile()));
        }
        return spring.run(args);
    }

    /** The directory that holds all state: {@code ATRIUM_HOME}, else {@code ./var}. */
    public static Path home() {
        String home = System.getenv("ATRIUM_HOME");
        return Path.of(home == null || home.isBlank() ? "var" : home).toAbsolutePath();
    }

    /** The client reads these once, from system properties, when its first class is loaded. */
    private static void keepNacosClientBelow(Path directory) {
        System.setProperty("JM.SNAPSHOT.PATH", directory.toString());
        System.setProperty(
                "com.alibaba.nacos.naming.cache.dir",
                directory.resolve("naming").toString());
        System.setProperty("JM.LOG.PATH", directory.resolve("log").toString());
        System.setProperty("nacos.logging.default.config.enabled", "false");
    }
}
