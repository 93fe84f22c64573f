package atrium.nacos.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Names a taken port in one line; found by Nacos it is a stack trace ten seconds later, for gRPC even without a port. */
final class PortCheck {

    private PortCheck() {}

    static void requireFree(ServerSettings settings) {
        settings.ports().forEach((name, port) -> requireFree(settings.bindAddress(), name, port));
    }

    private static void requireFree(String address, String name, int port) {
        try {
            new ServerSocket(port, 1, InetAddress.getByName(address)).close();
        } catch (IOException e) {
            throw new SettingsException("%s: cannot listen at %s:%d: %s. Stop what holds it or choose another port"
                    .formatted(name, address, port, e.getMessage()));
        }
    }
}
