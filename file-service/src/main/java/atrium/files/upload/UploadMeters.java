package atrium.files.upload;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * The meters of this service.
 *
 * <ul>
 *   <li>{@code atrium.files.uploads}, by {@code outcome}: completed, interrupted (a request was cut, the upload may go
 *       on), expired (given up)
 *   <li>{@code atrium.files.bytes}, by {@code direction}: in (written to the store), out (asked for by downloads)
 * </ul>
 */
public final class UploadMeters {

    /** How an upload's request ended. */
    enum Outcome {
        COMPLETED,
        INTERRUPTED,
        EXPIRED
    }

    private final Map<Outcome, Counter> uploads = new EnumMap<>(Outcome.class);
    private final Counter in;
    private final Counter out;

    public UploadMeters(MeterRegistry registry) {
        for (Outcome outcome : Outcome.values()) {
            uploads.put(
                    outcome,
                    Counter.builder("atrium.files.uploads")
                            .description("Uploads that ended, by how")
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        this.in = bytes(registry, "in");
        this.out = bytes(registry, "out");
    }

    void ended(Outcome outcome) {
        Counter counter = uploads.get(outcome);
        if (counter != null) {
            counter.increment();
        }
    }

    void received(long bytes) {
        in.increment((double) bytes);
    }

    /** Counts what a download was asked for. */
    public void sent(long bytes) {
        out.increment((double) bytes);
    }

    private static Counter bytes(MeterRegistry registry, String direction) {
        return Counter.builder("atrium.files.bytes")
                .description("Bytes of files")
                .baseUnit("bytes")
                .tag("direction", direction)
                .register(registry);
    }
}
