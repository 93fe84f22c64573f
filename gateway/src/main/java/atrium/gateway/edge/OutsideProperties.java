package atrium.gateway.edge;

import atrium.platform.address.Network;
import java.net.InetAddress;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whom outside the gateway believes. May change while it runs.
 *
 * @param origins pages of other hosts that may open WebSockets, as {@code https://partner.example}; pages of the host that
 *     is asked always may
 * @param trustedProxies networks of the proxies before the gateway, whose {@code X-Forwarded-*} headers are believed
 */
@ConfigurationProperties("atrium.gateway")
record OutsideProperties(
        @DefaultValue List<String> origins, @DefaultValue List<Network> trustedProxies) {

    boolean trusts(InetAddress proxy) {
        for (int i = 0; i < trustedProxies.size(); i++) {
            if (trustedProxies.get(i).contains(proxy)) {
                return true;
            }
        }
        return false;
    }
}
