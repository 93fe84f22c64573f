package atrium.nacos.server;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PortCheckTests {

    @Test
    void namesTheTakenPort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int grpc = taken.getLocalPort();
            var settings = new ServerSettings(Path.of("."), "127.0.0.1", grpc - ServerSettings.SDK_GRPC_OFFSET, 0);

            assertThatThrownBy(() -> PortCheck.requireFree(settings))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("127.0.0.1:" + grpc)
                    .hasMessageContaining("gRPC");
        }
    }
}
