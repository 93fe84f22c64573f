package atrium.files.protocol.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import atrium.files.FileApplication;
import atrium.files.catalog.Catalog;
import atrium.files.transfer.RawSender;
import atrium.platform.netty.PortInUseException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The port at the service's start and stop. */
class TransferServerTests {

    @TempDir
    private Path directory;

    @Test
    void a_taken_port_is_named() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(taken.getLocalPort()))
                    .hasRootCauseInstanceOf(BindException.class)
                    .hasStackTraceContaining(PortInUseException.class.getName()
                            + ": file-transfer cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void a_stop_leaves_nothing_of_what_is_on_its_way() throws Exception {
        try (ConfigurableApplicationContext context = start(0);
                RawSender sender =
                        new RawSender(context.getBean(TransferServer.class).port())) {
            sender.write("running.bin\n").write("hello");
            assertThat(sender.read(2)).isEqualTo("ok");
            Catalog catalog = context.getBean(Catalog.class);
            await().atMost(Duration.ofSeconds(10)).until(() -> filesIn("uploads") == 1);

            context.close();

            assertThat(sender.readAll()).isEqualTo("error: the receiver is stopping\n");
            assertThat(filesIn("uploads") + filesIn("blobs")).isZero();
            assertThat(catalog.entries()).isEmpty();
        }
    }

    private long filesIn(String name) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(name))) {
            return files.count();
        }
    }

    private ConfigurableApplicationContext start(int port) {
        return SpringApplication.run(
                FileApplication.class,
                "--atrium.config=classpath:atrium-alone.yaml",
                "--spring.lifecycle.timeout-per-shutdown-phase=500ms",
                "--spring.main.banner-mode=off",
                "--atrium.files.tcp.port=" + port,
                "--atrium.files.local.directory=" + directory);
    }
}
