package atrium.nacos.server;

import com.alibaba.nacos.NacosServerBasicApplication;
import com.alibaba.nacos.NacosServerWebApplication;
import com.alibaba.nacos.console.NacosConsole;
import com.alibaba.nacos.core.listener.startup.NacosStartUp;
import com.alibaba.nacos.core.listener.startup.NacosStartUpManager;
import com.alibaba.nacos.naming.remote.udp.UdpConnector;
import com.alibaba.nacos.sys.env.DeploymentType;
import com.alibaba.nacos.sys.env.EnvUtil;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.util.List;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts Nacos as its own bootstrap does: the core context, then the server's web and the console's as its children,
 * each announced to Nacos' start-up manager before it.
 *
 * <p>Exit codes: 143 after SIGTERM, 0 after {@code --exit-when-ready}, 1 when Nacos fails to start, 78
 * (sysexits' EX_CONFIG) for a setting.
 */
public final class NacosServer {

    /** Ends the process once all is up: the training run of a class archive. */
    private static final String EXIT_WHEN_READY = "--exit-when-ready";

    private static final int BAD_SETTING = 78;

    private NacosServer() {}

    /** Runs until SIGTERM. */
    public static void main(String[] args) {
        try {
            ServerSettings settings = ServerSettings.from(System.getenv());
            prepare(settings);
            start();
            System.out.printf(
                    "nacos: ready at http://%s:%d/nacos, console http://%s:%d/%n",
                    settings.bindAddress(), settings.port(), settings.bindAddress(), settings.consolePort());
            if (List.of(args).contains(EXIT_WHEN_READY)) {
                System.exit(0);
            }
        } catch (SettingsException e) {
            System.err.println("nacos: " + e.getMessage());
            System.exit(BAD_SETTING);
        } catch (Exception e) {
            System.err.println("nacos: did not start: " + rootCause(e) + ". Details are in nacos.log");
            System.exit(1);
        }
    }

    private static void prepare(ServerSettings settings) throws IOException {
        PortCheck.requireFree(settings);
        Files.createDirectories(settings.log());
        System.getProperties().putAll(settings.systemProperties());
        RaftInProcess.install();
        RaftStorage.prepare(settings.data().resolve("native"));
        SpringApplication.getShutdownHandlers().add(new DerbyShutdown());
    }

    private static void start() {
        EnvUtil.setDeploymentType(DeploymentType.MERGED);
        NacosStartUpManager.start(NacosStartUp.CORE_START_UP_PHASE);
        var core = application(NacosServerBasicApplication.class)
                .web(WebApplicationType.NONE)
                .run();
        closeUdp(core);
        NacosStartUpManager.start(NacosStartUp.WEB_START_UP_PHASE);
        child(NacosServerWebApplication.class, core);
        NacosStartUpManager.start(NacosStartUp.CONSOLE_START_UP_PHASE);
        child(NacosConsole.class, core);
    }

    /**
     * Push to clients of Nacos 1.x. Its socket is bound to every address, whatever is set; its own shutdown only ends
     * the loop that reads it.
     */
    private static void closeUdp(ConfigurableApplicationContext core) {
        UdpConnector connector = core.getBean(UdpConnector.class);
        connector.shutdown();
        if (new DirectFieldAccessor(connector).getPropertyValue("udpSocket") instanceof DatagramSocket socket) {
            socket.close();
        }
    }

    private static void child(Class<?> configuration, ConfigurableApplicationContext core) {
        application(configuration).parent(core).run();
    }

    private static SpringApplicationBuilder application(Class<?> configuration) {
        return new SpringApplicationBuilder(configuration).bannerMode(Banner.Mode.OFF);
    }

    private static Throwable rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
