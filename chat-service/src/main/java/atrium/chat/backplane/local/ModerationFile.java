package atrium.chat.backplane.local;

import atrium.chat.backplane.RoomRules;
import atrium.chat.message.RoomName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what moderators decided in {@code rooms.json}, for a node that has no other to ask after a restart.
 *
 * <p>All of it is in memory, and a thread of its own writes all of it after a change; changes that come while it writes
 * are written together. So a decision holds at once, and a crash can lose those of the last moment. One file, because
 * it is small, and can be read and mended with an editor. A file that cannot be understood is put aside, not overwritten,
 * since somebody may want to mend it; nobody who was muted could speak more loudly than a service that does not start.
 */
public final class ModerationFile implements RuleStore, AutoCloseable {

    /** Of a room, mutes and bans each; beyond it the first to end are forgotten. */
    static final int MOST_PERSONS = 10_000;

    /** That have rules; those of one more are not written. */
    static final int MOST_ROOMS = 10_000;

    private static final Logger log = LoggerFactory.getLogger(ModerationFile.class);
    private static final String NAME = "rooms.json";
    private static final Duration LAST_WRITE = Duration.ofSeconds(5);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final DurableFile file;
    private final InstantSource clock;
    private final Duration retry;
    private final Map<RoomName, RoomRules> rooms = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor writer = new ScheduledThreadPoolExecutor(
            1, Thread.ofVirtual().name("moderation-file").factory(), ModerationFile::late);

    /** Whether something has changed that is not in the file; set before the writer is told, cleared before it writes. */
    private final AtomicBoolean changed = new AtomicBoolean();

    private volatile boolean failing;

    private ModerationFile(Path directory, InstantSource clock, Duration retry) {
        this.file = new DurableFile(directory, NAME);
        this.clock = clock;
        this.retry = retry;
        writer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * Reads the file in {@code directory}; both need not be there yet. Waits for the disk.
     *
     * @param retry how long after a write that failed the next is tried
     */
    public static ModerationFile open(Path directory, InstantSource clock, Duration retry) {
        ModerationFile opened = new ModerationFile(directory, clock, retry);
        opened.load();
        return opened;
    }

    @Override
    public RoomRules rules(RoomName room) {
        return rooms.getOrDefault(room, RoomRules.NONE).at(clock.instant());
    }

    @Override
    public void put(RoomName room, RoomRules rules) {
        RoomRules kept = bounded(rules.at(clock.instant()));
        if (kept.equals(RoomRules.NONE)) {
            rooms.remove(room);
        } else if (rooms.size() < MOST_ROOMS || rooms.containsKey(room)) {
            rooms.put(room, kept);
        } else {
            log.warn("{} rooms have rules; those of another one will be forgotten with it", MOST_ROOMS);
            return;
        }
        if (!changed.getAndSet(true)) {
            writer.execute(this::write);
        }
    }

    /** Whether the last write did not succeed: decisions hold, but a restart would forget them. */
    public boolean failing() {
        return failing;
    }

    /** Writes what is not written yet. Waits for the disk, a few seconds at most. */
    @Override
    public void close() {
        if (changed.get()) {
            writer.execute(this::write);
        }
        writer.shutdown();
        try {
            if (!writer.awaitTermination(LAST_WRITE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.error("{} was not written within {} at the end", file, LAST_WRITE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void load() {
        try {
            if (file.exists()) {
                rooms.putAll(RulesDocument.read(file.read()));
            }
        } catch (IOException | RuntimeException e) {
            putAside(e);
        }
    }

    private void putAside(Exception reason) {
        try {
            Path aside = file.putAside(".broken-" + TIME.format(clock.instant()));
            log.error("{} cannot be read and is now {}; all mutes and bans are forgotten", file, aside, reason);
        } catch (IOException e) {
            failing = true;
            log.error("{} can neither be read nor put aside; all mutes and bans are forgotten", file, reason);
        }
    }

    /** On the writer's thread. Serialized so that no later write has older rules. */
    private void write() {
        if (!changed.getAndSet(false)) {
            return;
        }
        try {
            file.write(RulesDocument.write(current()));
            if (failing) {
                log.info("{} is written again", file);
            }
            failing = false;
        } catch (IOException | RuntimeException e) {
            writeLater(e);
        }
    }

    private void writeLater(Exception reason) {
        if (!failing) {
            log.error("{} cannot be written; a restart would forget what moderators decide from now on", file, reason);
        }
        failing = true;
        changed.set(true);
        if (!writer.isShutdown()) {
            writer.schedule(this::write, retry.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** What still holds; the rest is forgotten on this occasion. */
    private Map<RoomName, RoomRules> current() {
        Instant now = clock.instant();
        rooms.replaceAll((room, rules) -> rules.at(now));
        rooms.values().removeIf(RoomRules.NONE::equals);
        return new HashMap<>(rooms);
    }

    private static RoomRules bounded(RoomRules rules) {
        return new RoomRules(bounded(rules.mutes()), bounded(rules.bans()), rules.slow());
    }

    private static Map<String, Instant> bounded(Map<String, Instant> ends) {
        return ends.size() <= MOST_PERSONS
                ? ends
                : ends.entrySet().stream()
                        .sorted(Map.Entry.<String, Instant>comparingByValue(Comparator.reverseOrder()))
                        .limit(MOST_PERSONS)
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static void late(Runnable write, ThreadPoolExecutor closed) {
        log.warn("a moderator's decision came after the end and will be forgotten");
    }
}
