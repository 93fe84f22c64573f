package atrium.files.protocol.tcp;

import atrium.files.transfer.Destination;
import atrium.files.transfer.Outcomes;
import atrium.files.transfer.Received;
import atrium.files.transfer.Terms;
import atrium.files.transfer.TransferListener;
import atrium.platform.lifecycle.Phases;
import atrium.platform.netty.PortInUseException;
import atrium.platform.tcp.TcpStateMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The port that takes files, from start to stop. A virtual thread a connection and not Netty: it moves a file with half
 * the processor time of an event loop that has to hand each buffer to a thread that may block.
 *
 * <p>Meters: {@code atrium.server.connections} and {@code atrium.server.refused}, by {@code server}, as the other ports
 * have; whatever was refused counts, not only what was too much.
 */
final class TransferServer implements SmartLifecycle, Outcomes {

    private static final Logger log = LoggerFactory.getLogger(TransferServer.class);
    private static final String NAME = "file-transfer";

    private final InetSocketAddress address;
    private final Destination destination;
    private final Supplier<Terms> terms;
    private final TcpStateMeters states;
    private final Counter refused;
    private volatile @Nullable TransferListener listener;

    TransferServer(
            InetSocketAddress address,
            Destination destination,
            Supplier<Terms> terms,
            TcpStateMeters states,
            MeterRegistry meters) {
        this.address = address;
        this.destination = destination;
        this.terms = terms;
        this.states = states;
        this.refused =
                Counter.builder("atrium.server.refused").tag("server", NAME).register(meters);
        Gauge.builder("atrium.server.connections", this, TransferServer::connections)
                .tag("server", NAME)
                .register(meters);
    }

    /** @throws PortInUseException if somebody else listens there already */
    @Override
    public void start() {
        try {
            TransferListener begun = TransferListener.listen(address, destination, terms, this);
            listener = begun;
            states.watch(begun.port());
            log.info("{} listens on {}:{}", NAME, address.getHostString(), begun.port());
        } catch (IOException e) {
            throw new PortInUseException(NAME, address.getHostString(), address.getPort(), e);
        }
    }

    /** What is on its way leaves nothing. */
    @Override
    public void stop() {
        TransferListener ending = listener;
        listener = null;
        if (ending != null) {
            try {
                ending.close();
            } catch (IOException e) {
                log.warn("the port of {} was not closed in order", NAME, e);
            }
        }
    }

    @Override
    public boolean isRunning() {
        return listener != null;
    }

    @Override
    public int getPhase() {
        return Phases.SERVERS;
    }

    /** The port in use, also where the configured one is 0. */
    int port() {
        TransferListener now = listener;
        if (now == null) {
            throw new IllegalStateException(NAME + " does not listen");
        }
        return now.port();
    }

    private int connections() {
        TransferListener now = listener;
        return now == null ? 0 : now.connections();
    }

    @Override
    public void received(InetAddress from, Received file) {
        // The upload service counts it.
    }

    @Override
    public void refused(InetAddress from, String reason) {
        refused.increment();
    }

    @Override
    public void failed(Exception error) {
        log.warn("a file could not be taken", error);
    }
}
