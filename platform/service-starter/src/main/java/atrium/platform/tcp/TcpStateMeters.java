package atrium.platform.tcp;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/**
 * The gauge {@code tcp.connections} by {@code port} and {@code state}: how many connections of each port that this
 * service listens on are in each state, as netstat shows it. A growing {@code CLOSE_WAIT} is a leak of ours.
 *
 * <p>The table is read at most once a second, when somebody looks.
 */
public final class TcpStateMeters implements MeterBinder, ApplicationListener<WebServerInitializedEvent> {

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final TcpTable table;
    private final InstantSource clock;
    private final Set<Integer> ports = ConcurrentHashMap.newKeySet();
    private volatile @Nullable MeterRegistry registry;
    private Map<Integer, Map<TcpState, Integer>> counts = Map.of();
    private Instant readAt = Instant.MIN;

    TcpStateMeters(TcpTable table, InstantSource clock) {
        this.table = table;
        this.clock = clock;
    }

    public static TcpStateMeters ofThisMachine() {
        return new TcpStateMeters(
                new TcpTable(List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"))), InstantSource.system());
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        registry = meters;
        ports.forEach(port -> register(meters, port));
    }

    @Override
    public void onApplicationEvent(WebServerInitializedEvent event) {
        watch(event.getWebServer().getPort());
    }

    /** Adds a port that this service listens on. */
    public void watch(int port) {
        MeterRegistry meters = registry;
        if (ports.add(port) && meters != null) {
            register(meters, port);
        }
    }

    private void register(MeterRegistry meters, int port) {
        for (TcpState state : TcpState.values()) {
            Gauge.builder("tcp.connections", () -> count(port, state))
                    .description("TCP connections of a listening port, by state")
                    .tag("port", Integer.toString(port))
                    .tag("state", state.name())
                    .register(meters);
        }
    }

    private synchronized int count(int port, TcpState state) {
        Instant now = clock.instant();
        if (readAt.isBefore(now.minus(FRESH))) {
            try {
                counts = table.count(ports);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            readAt = now;
        }
        return counts.getOrDefault(port, Map.of()).getOrDefault(state, 0);
    }
}
