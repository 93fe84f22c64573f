package atrium.stream.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Turns a host's name into all its addresses. May block as long as the system's resolver does. */
@FunctionalInterface
public interface HostResolver {

    List<InetAddress> resolve(String host) throws UnknownHostException;

    /** The resolver of this machine. */
    static HostResolver system() {
        return host -> List.of(InetAddress.getAllByName(host));
    }
}
