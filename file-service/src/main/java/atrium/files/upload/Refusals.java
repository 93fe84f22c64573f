package atrium.files.upload;

import atrium.files.catalog.FileId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why files were refused that were whole already, for whoever asks for one afterwards: the newest, for a while, and only as
 * long as the process lives. Any thread may call.
 */
public final class Refusals {

    private static final int MOST = 1_000;
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final InstantSource clock;
    private final Map<FileId, Refusal> refusals = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<FileId, Refusal> eldest) {
            return size() > MOST;
        }
    };

    private record Refusal(@Nullable String room, String reason, Instant until) {}

    public Refusals(InstantSource clock) {
        this.clock = clock;
    }

    /** @param room that {@code id} was in */
    synchronized void add(FileId id, @Nullable String room, String reason) {
        refusals.put(id, new Refusal(room, reason, clock.instant().plus(REMEMBERED)));
    }

    synchronized Optional<String> reason(FileId id) {
        return of(id).map(Refusal::reason);
    }

    synchronized Optional<String> room(FileId id) {
        return of(id).map(Refusal::room);
    }

    private Optional<Refusal> of(FileId id) {
        return Optional.ofNullable(refusals.get(id))
                .filter(refusal -> refusal.until().isAfter(clock.instant()));
    }
}
