package atrium.stream.egress.rtmp;

import atrium.platform.address.Network;
import java.net.InetAddress;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * From where streams may be played by RTMP, which is not encrypted. May change while the service runs; counts from the next
 * player on.
 *
 * @param playNetworks networks, as {@code address/bits}, from which streams may be played; the default is this machine
 *     and the local networks (RFC 1918, RFC 4193, and link-local addresses)
 */
@ConfigurationProperties("atrium.stream.rtmp")
public record RtmpPlayProperties(
        @DefaultValue({
            "127.0.0.0/8",
            "::1/128",
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "fc00::/7",
            "169.254.0.0/16",
            "fe80::/10"
        })
        List<Network> playNetworks) {

    public RtmpPlayProperties {
        playNetworks = List.copyOf(playNetworks);
    }

    boolean allow(InetAddress address) {
        return playNetworks.stream().anyMatch(network -> network.contains(address));
    }
}
