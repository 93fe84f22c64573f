package atrium.chat.backplane.redis;

import atrium.chat.backplane.Backplane;
import atrium.chat.backplane.RoomLine;
import atrium.chat.backplane.RoomListener;
import atrium.chat.backplane.RoomSummary;
import atrium.chat.message.RoomName;
import atrium.chat.settings.ChatProperties;
import atrium.platform.redis.RedisConnector;
import atrium.platform.redis.RedisLink;
import atrium.platform.redis.RedisProperties;
import atrium.platform.redis.RedisUse;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Several nodes, one order a room, which a Redis keeps. While it is away each node goes on alone; see {@link HalfRoom}.
 *
 * <p>All rooms share two connections, one timer, and an executor. Redis remembers at most {@code history.keep} messages
 * of a room; {@code history.size} bounds what nodes hold of them.
 */
final class RedisBackplane implements Backplane, AutoCloseable {

    private static final RedisUse USE = new RedisUse("atrium-chat", "rooms live on this node alone", RoomScripts.ALL);
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration PRUNE = Duration.ofMinutes(1);

    private final Map<RoomName, RedisLine> lines = new ConcurrentHashMap<>();
    private final Supplier<ChatProperties> properties;
    private final Duration timeout;
    private final LongSupplier nanos;
    private final LineContext context;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("chat-backplane").factory());
    private final RedisConnector<RoomsLink> connector;

    /** @param words gives a new word each time, unlike any other node's */
    RedisBackplane(
            RedisProperties redis,
            Supplier<ChatProperties> properties,
            Supplier<String> words,
            LongSupplier nanos,
            MeterRegistry registry) {
        this.properties = properties;
        this.timeout = redis.timeout();
        this.nanos = nanos;
        this.context = new LineContext(words, this::keeping, nanos, executor, LineMeters.in(registry));
        this.connector = new RedisConnector<>(redis, USE, timer, nanos, new Links());
        RedisMeter.CONNECTED.gauge(registry, () -> isConnected() ? 1 : 0);
        RedisMeter.ROOMS_ALONE.gauge(registry, this::roomsAlone);
    }

    void start() {
        connector.start();
        timer.scheduleWithFixedDelay(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
        timer.scheduleWithFixedDelay(this::prune, PRUNE.toMillis(), PRUNE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public RoomLine open(RoomName room, RoomListener listener) {
        RedisLine line = new RedisLine(room, listener, context, () -> lines.remove(room));
        if (lines.putIfAbsent(room, line) != null) {
            throw new IllegalStateException("room \"%s\" is open already".formatted(room));
        }
        RoomsLink link = connector.link();
        if (link != null || connector.tried()) {
            line.linked(link);
        }
        return line;
    }

    @Override
    public CompletionStage<List<RoomSummary>> rooms() {
        RoomsLink link = connector.link();
        if (link == null) {
            return CompletableFuture.completedStage(withOwn(List.of()));
        }
        return new RoomDirectory(link)
                .rooms(keeping().time())
                .toCompletableFuture()
                .completeOnTimeout(List.of(), timeout.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(e -> List.of())
                .thenApply(this::withOwn);
    }

    @Override
    public CompletionStage<Boolean> knows(RoomName room) {
        RoomsLink link = connector.link();
        if (lines.containsKey(room) || link == null) {
            return CompletableFuture.completedStage(lines.containsKey(room));
        }
        return new RoomDirectory(link)
                .knows(room)
                .toCompletableFuture()
                .completeOnTimeout(false, timeout.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(e -> false);
    }

    boolean isConnected() {
        return connector.link() != null;
    }

    /** Open rooms that are cut off from other nodes. */
    long roomsAlone() {
        return lines.values().stream().filter(RedisLine::isAlone).count();
    }

    /** Ends all rooms, and tells the other nodes. */
    @Override
    public void close() {
        lines.values().forEach(RedisLine::close);
        timer.shutdown();
        executor.close();
        connector.close();
    }

    private List<RoomSummary> withOwn(List<RoomSummary> everywhere) {
        Map<RoomName, RoomSummary> rooms = new HashMap<>();
        everywhere.forEach(room -> rooms.put(room.name(), room));
        lines.forEach((name, line) -> rooms.put(name, line.summary()));
        return List.copyOf(rooms.values());
    }

    private Keeping keeping() {
        ChatProperties.History history = properties.get().history();
        return new Keeping(history.keep(), history.size().toBytes(), history.keepFor());
    }

    private void tick() {
        long now = nanos.getAsLong();
        lines.values().forEach(line -> line.tick(now));
    }

    private void prune() {
        @Nullable RoomsLink link = connector.link();
        if (link != null) {
            new RoomDirectory(link).prune(keeping().time());
        }
    }

    /** Tells the lines. */
    private final class Links implements RedisConnector.Listener<RoomsLink> {

        @Override
        public CompletionStage<RoomsLink> made(RedisLink link) {
            return CompletableFuture.completedStage(new RoomsLink(link));
        }

        @Override
        public void up(RoomsLink link) {
            lines.values().forEach(line -> line.linked(link));
        }

        @Override
        public void down(RoomsLink link) {
            lines.values().forEach(line -> line.unlinked(link));
        }

        @Override
        public void none() {
            lines.values().forEach(line -> line.linked(null));
        }
    }
}
