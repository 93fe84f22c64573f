package atrium.chat.room;

import atrium.chat.message.RoomName;
import atrium.chat.message.Content;
import atrium.chat.message.Sender;
import atrium.chat.settings.ChatProperties;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoop;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * All rooms of this process. A room begins with its first member or message and ends when it has been empty for as long
 * as its history is kept. Any thread may call.
 */
public final class Rooms {

    private static final long SWEEP_MILLIS = 1_000;

    private final Map<RoomName, Room> open = new ConcurrentHashMap<>();
    private final Supplier<ChatProperties> properties;
    private final InstantSource clock;
    private final Supplier<String> epochs;
    private final Supplier<EventLoop> loops;
    private final RoomMeters meters;

    /**
     * @param epochs gives a new word each time, unlike any before, also of earlier processes
     * @param loops gives a room the loop on which its timers run
     */
    public Rooms(
            Supplier<ChatProperties> properties,
            InstantSource clock,
            Supplier<String> epochs,
            Supplier<EventLoop> loops,
            MeterRegistry registry) {
        this.properties = properties;
        this.clock = clock;
        this.epochs = epochs;
        this.loops = loops;
        this.meters = RoomMeters.in(registry);
        ChatMeter.ROOMS.gauge(registry, open::size);
        ChatMeter.MEMBERS.gauge(
                registry, () -> open.values().stream().mapToInt(Room::members).sum());
        loops.get().scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Seats {@code member}, on whose loop this is called; empty if the room is full or no more rooms can be opened. */
    public Optional<Seat> join(RoomName name, Member member) {
        while (admits(name)) {
            Room room = open.computeIfAbsent(name, this::newRoom);
            switch (room.join(member)) {
                case Room.Entry.Seated seated -> {
                    return Optional.of(seated.seat());
                }
                case Room.Entry.Full full -> {
                    return Optional.empty();
                }
                case Room.Entry.Gone gone -> open.remove(name, room);
            }
        }
        return Optional.empty();
    }

    /** Whether there is such a room or another may be opened. */
    public boolean admits(RoomName name) {
        return open.containsKey(name) || open.size() < properties.get().limits().rooms();
    }

    /** Says {@code content} in the room, which is opened if need be, in the name of somebody who is not in it. */
    public Posted post(RoomName name, Sender from, Content content) {
        return open.computeIfAbsent(name, this::newRoom).post(from, content);
    }

    public Optional<Room> find(RoomName name) {
        return Optional.ofNullable(open.get(name));
    }

    public List<Room> all() {
        return List.copyOf(open.values());
    }

    /** Ends the rooms whose time has come. */
    void sweep() {
        var now = clock.instant();
        open.values().removeIf(room -> room.retireIfIdle(now));
    }

    private Room newRoom(RoomName name) {
        return new Room(name, epochs.get(), properties, clock, loops.get(), meters);
    }
}
