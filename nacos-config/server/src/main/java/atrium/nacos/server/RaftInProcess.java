package atrium.nacos.server;

import io.grpc.ManagedChannelBuilder;
import io.grpc.ManagedChannelProvider;
import io.grpc.ManagedChannelRegistry;
import io.grpc.ServerBuilder;
import io.grpc.ServerProvider;
import io.grpc.ServerRegistry;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.inprocess.InProcessSocketAddress;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.Set;

/**
 * Keeps the Raft of a single server off the network.
 *
 * <p>Nacos runs Raft even when it is alone, and JRaft listens at port - 1000 on every address, without authentication,
 * for serialised Java objects. JRaft asks gRPC for "a server at a port" and "a channel to an address"; Nacos' own gRPC
 * names Netty outright. So the transport that gRPC picks by default is only ever JRaft's, and it is replaced by gRPC's
 * in-process one: there is no socket left to close.
 *
 * <p>Rejected: binding it to loopback (every local program could still speak to it), closing it after the start (open
 * meanwhile, and JRaft calls itself through it for ever).
 */
final class RaftInProcess {

    /** Above Netty's 5. */
    private static final int PRIORITY = 10;

    private RaftInProcess() {}

    /** Must run before the first Raft group is made. */
    static void install() {
        ServerRegistry.getDefaultRegistry().register(new Servers());
        ManagedChannelRegistry.getDefaultRegistry().register(new Channels());
    }

    private static String name(int port) {
        return "raft-" + port;
    }

    private static final class Servers extends ServerProvider {

        @Override
        protected boolean isAvailable() {
            return true;
        }

        @Override
        protected int priority() {
            return PRIORITY;
        }

        @Override
        protected ServerBuilder<?> builderForPort(int port) {
            return InProcessServerBuilder.forName(name(port));
        }
    }

    private static final class Channels extends ManagedChannelProvider {

        @Override
        protected boolean isAvailable() {
            return true;
        }

        @Override
        protected int priority() {
            return PRIORITY;
        }

        @Override
        protected ManagedChannelBuilder<?> builderForAddress(String host, int port) {
            return InProcessChannelBuilder.forName(name(port));
        }

        @Override
        protected ManagedChannelBuilder<?> builderForTarget(String target) {
            return InProcessChannelBuilder.forName(target);
        }

        @Override
        protected Collection<Class<? extends SocketAddress>> getSupportedSocketAddressTypes() {
            return Set.of(InProcessSocketAddress.class);
        }
    }
}
