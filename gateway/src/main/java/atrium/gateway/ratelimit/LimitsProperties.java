package atrium.gateway.ratelimit;

import atrium.platform.address.Network;
import java.net.InetAddress;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often one client may ask. Every key may change while the gateway runs. The defaults let an upload of many small
 * pieces and a download over many ranges pass, and stop what is neither.
 *
 * @param address requests of one address that read; an IPv6 client counts by its /64, which is what a household gets
 * @param addressWrites requests of one address that change something: all but GET, HEAD and OPTIONS
 * @param user the same of one person, however many addresses it has
 * @param userWrites likewise
 * @param exemptNetworks whose requests and tunnels are not counted: this machine's own
 */
@ConfigurationProperties("atrium.gateway.limits")
public record LimitsProperties(
        @DefaultValue("500/2000") Limit address,
        @DefaultValue("300/1500") Limit addressWrites,
        @DefaultValue("500/2000") Limit user,
        @DefaultValue("300/1500") Limit userWrites,
        @DefaultValue({"127.0.0.0/8", "::1"}) List<Network> exemptNetworks) {

    public boolean exempts(InetAddress address) {
        for (int i = 0; i < exemptNetworks.size(); i++) {
            if (exemptNetworks.get(i).contains(address)) {
                return true;
            }
        }
        return false;
    }
}
