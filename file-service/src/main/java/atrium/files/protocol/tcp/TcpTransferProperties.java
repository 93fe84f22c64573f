package atrium.files.protocol.tcp;

import atrium.files.quota.FileProperties;
import atrium.files.transfer.Terms;
import atrium.files.upload.RoomName;
import atrium.platform.address.Network;
import atrium.platform.problem.ProblemException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Files over a bare TCP connection. Who sends one has not signed in, so the limits of guests hold. {@code address} and
 * {@code port} are read at start; the rest may change while the service runs, and counts from the next connection on.
 *
 * @param address the local address to listen on
 * @param port the TCP port; 0 takes a free one
 * @param networks from which files are taken, as {@code address/bits}; by default, this machine alone
 * @param room the room that the files go to
 * @param maxConnections how many may send at once; one more is told to come later
 * @param nameTimeout how long a sender may take to name its file
 * @param namePause the pause that ends a name without a newline; every such sender waits for it
 * @param leastRate how much a sender has to bring a second, taken over {@code atrium.files.idle-timeout}
 */
@ConfigurationProperties("atrium.files.tcp")
record TcpTransferProperties(
        @DefaultValue("127.0.0.1") @NotBlank String address,
        @DefaultValue("8602") @Min(0) @Max(65535) int port,
        @DefaultValue({"127.0.0.0/8", "::1/128"}) List<Network> networks,
        @DefaultValue("lobby") String room,
        @DefaultValue("256") @Min(1) int maxConnections,
        @DefaultValue("10s") Duration nameTimeout,
        @DefaultValue("5ms") Duration namePause,
        @DefaultValue("1KB") DataSize leastRate) {

    TcpTransferProperties {
        networks = List.copyOf(networks);
        room = roomNamed(room);
        positive("name-timeout", nameTimeout.toMillis(), nameTimeout);
        positive("name-pause", namePause.toMillis(), namePause);
        positive("least-rate", leastRate.toBytes(), leastRate);
    }

    Terms terms(FileProperties limits) {
        return new Terms(
                this::allows, maxConnections, nameTimeout, namePause, limits.idleTimeout(), leastRate.toBytes());
    }

    private boolean allows(InetAddress peer) {
        return networks.stream().anyMatch(network -> network.contains(peer));
    }

    private static String roomNamed(String room) {
        try {
            return RoomName.of(room);
        } catch (ProblemException e) {
            throw new IllegalArgumentException("atrium.files.tcp.room: " + room + " (expected: a room's name)", e);
        }
    }

    private static void positive(String key, long number, Object value) {
        if (number <= 0) {
            throw new IllegalArgumentException(
                    "atrium.files.tcp." + key + ": " + value + " (expected: more than zero)");
        }
    }
}
