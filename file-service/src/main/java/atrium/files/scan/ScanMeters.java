package atrium.files.scan;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * {@code atrium.files.scans}, by {@code verdict}: clean, infected, too-large (refused for it), unscanned (released without
 * a verdict, as configured), failed (an attempt that brought none).
 */
final class ScanMeters {

    enum Outcome {
        CLEAN,
        INFECTED,
        TOO_LARGE,
        UNSCANNED,
        FAILED
    }

    private final Map<Outcome, Counter> scans = new EnumMap<>(Outcome.class);

    ScanMeters(MeterRegistry registry) {
        for (Outcome outcome : Outcome.values()) {
            scans.put(
                    outcome,
                    Counter.builder("atrium.files.scans")
                            .description("Files that were to be scanned, by what came of it")
                            .tag(
                                    "verdict",
                                    outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                            .register(registry));
        }
    }

    void count(Outcome outcome) {
        Counter counter = scans.get(outcome);
        if (counter != null) {
            counter.increment();
        }
    }
}
