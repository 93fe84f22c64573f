package atrium.chat.room;

import atrium.chat.backplane.Backplane;
import atrium.chat.backplane.RoomSummary;
import atrium.chat.message.Content;
import atrium.chat.message.RoomName;
import atrium.chat.message.Sender;
import atrium.chat.problem.ChatProblem;
import atrium.chat.settings.ChatProperties;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoop;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All rooms that are open on this node. A room begins here with its first member or message and ends when it has been
 * empty for as long as its history is kept; on other nodes it may go on. Any thread may call.
 */
public final class Rooms {

    private static final long SWEEP_MILLIS = 1_000;

    /** A room is opened and ended inside this map's own atomic calls, so that it never has two lines at once. */
    private final Map<RoomName, Room> open = new ConcurrentHashMap<>();

    private final Backplane backplane;
    private final Supplier<ChatProperties> properties;
    private final InstantSource clock;
    private final Supplier<String> messageIds;
    private final Predicate<String> forbidden;
    private final Supplier<EventLoop> loops;
    private final RoomMeters meters;

    /**
     * @param messageIds gives a new word each time, unlike any before on any node
     * @param forbidden whether a text has words that are not said in any room, as configured now
     * @param loops gives a room the loop on which its timers run
     */
    public Rooms(
            Backplane backplane,
            Supplier<ChatProperties> properties,
            InstantSource clock,
            Supplier<String> messageIds,
            Predicate<String> forbidden,
            Supplier<EventLoop> loops,
            MeterRegistry registry) {
        this.backplane = backplane;
        this.properties = properties;
        this.clock = clock;
        this.messageIds = messageIds;
        this.forbidden = forbidden;
        this.loops = loops;
        this.meters = RoomMeters.in(registry);
        ChatMeter.ROOMS.gauge(registry, open::size);
        ChatMeter.MEMBERS.gauge(
                registry, () -> open.values().stream().mapToInt(Room::size).sum());
        loops.get().scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Seats {@code member}, on whose loop this is called. Who may not enter does not learn whether there is such a room. */
    public Entry join(RoomName name, Member member) {
        if (!member.mayEnter(name)) {
            return new Entry.Private();
        }
        while (admits(name)) {
            Optional<Entry> entry = open(name).join(member);
            if (entry.isPresent()) {
                return entry.get();
            }
        }
        return new Entry.Full();
    }

    /** Whether there is such a room or another may be opened. */
    public boolean admits(RoomName name) {
        return open.containsKey(name) || open.size() < properties.get().limits().rooms();
    }

    /** Says {@code content} in the room, which is opened if need be, in the name of somebody who is not in it. */
    public CompletionStage<Posted> post(RoomName name, Sender from, List<String> roles, Content content) {
        return post(messageIds.get(), name, from, roles, content);
    }

    /** As above, under an id of the caller's own; see {@link atrium.chat.backplane.Draft#isOnce}. */
    public CompletionStage<Posted> post(String id, RoomName name, Sender from, List<String> roles, Content content) {
        if (!admits(name)) {
            return CompletableFuture.completedFuture(new Posted.Refused(
                    ChatProblem.TOO_MANY_ROOMS, "The room does not exist, and no more can be opened."));
        }
        CompletableFuture<Posted> answer = new CompletableFuture<>();
        Consumer<Posted> complete = answer::complete;
        open(name).attached().thenAccept(room -> room.post(id, from, roles, content, complete));
        return answer;
    }

    /** The room, ready to be asked, if it lives on any node or is still remembered. */
    public CompletionStage<Optional<Room>> find(RoomName name) {
        @Nullable Room here = open.get(name);
        if (here != null) {
            return here.attached().thenApply(Optional::of);
        }
        return backplane
                .knows(name)
                .thenCompose(known -> known && admits(name)
                        ? open(name).attached().thenApply(Optional::of)
                        : CompletableFuture.completedFuture(Optional.empty()));
    }

    /** The rooms of all nodes, in no order. */
    public CompletionStage<List<RoomSummary>> all() {
        return backplane.rooms().thenApply(this::withOwn);
    }

    private List<RoomSummary> withOwn(List<RoomSummary> everywhere) {
        Map<RoomName, RoomSummary> rooms = new HashMap<>();
        everywhere.forEach(room -> rooms.put(room.name(), room));
        open.values().stream().map(Room::summary).forEach(room -> rooms.put(room.name(), room));
        return List.copyOf(rooms.values());
    }

    /** Closes all who may not be where they are, as configured now. */
    public void expelUninvited() {
        open.values().forEach(Room::expelUninvited);
    }

    /** Ends the rooms whose time has come. */
    void sweep() {
        Instant now = clock.instant();
        for (RoomName name : open.keySet()) {
            open.computeIfPresent(name, (same, room) -> room.retireIfIdle(now) ? null : room);
        }
    }

    private Room open(RoomName name) {
        return open.computeIfAbsent(name, this::newRoom);
    }

    private Room newRoom(RoomName name) {
        RoomContext context = new RoomContext(properties, clock, loops.get(), messageIds, forbidden, meters);
        return new Room(name, context, half -> backplane.open(name, half));
    }
}
