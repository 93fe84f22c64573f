package atrium.chat.room;

import atrium.chat.message.RoomName;
import atrium.chat.history.MemoryHistory;
import atrium.chat.message.Content;
import atrium.chat.message.Message;
import atrium.chat.message.RoomEvent;
import atrium.chat.message.Sender;
import atrium.chat.message.Welcome;
import atrium.chat.problem.ChatProblem;
import atrium.chat.settings.ChatProperties;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One room: its order, its memory, its members.
 *
 * <p>One lock makes the order: under it a message gets its offset, is encoded once a wire format, and is put into the
 * outbox of every {@link Audience}. It is held for a few microseconds, never while anything is written, and it is the
 * only lock there is. Any thread may post; a seat is used on its member's loop.
 *
 * <p>Rejected: a room that lives on one event loop. It needs no lock, but a message from another loop would wake two
 * threads one after the other before anybody sees it, and an ack would have to travel back.
 */
public final class Room {

    private final RoomName name;
    private final Supplier<ChatProperties> properties;
    private final InstantSource clock;
    private final EventLoop timer;
    private final RoomMeters meters;
    private final ReentrantLock lock = new ReentrantLock();

    // All below: guarded by the lock.
    private final MemoryHistory history;
    private final PresenceChanges changes = new PresenceChanges();
    private final Map<WireFormat, List<Audience>> audiences = new LinkedHashMap<>();
    private int members;
    private boolean presenceDue;
    private boolean retired;
    private Instant emptySince;

    /** @param epoch never used before, for any room */
    Room(
            RoomName name,
            String epoch,
            Supplier<ChatProperties> properties,
            InstantSource clock,
            EventLoop timer,
            RoomMeters meters) {
        this.name = name;
        this.history = new MemoryHistory(epoch);
        this.properties = properties;
        this.clock = clock;
        this.timer = timer;
        this.meters = meters;
        this.emptySince = clock.instant();
    }

    /** How a request for a seat can end. */
    sealed interface Entry {
        record Seated(Seat seat) implements Entry {}

        record Full() implements Entry {}

        record Gone() implements Entry {}
    }

    /** A room as seen from outside at one moment. */
    public record Snapshot(RoomName name, int members, String epoch, long offset) {}

    /** Gives {@code member} a seat and greets it. On its loop. */
    Entry join(Member member) {
        lock.lock();
        try {
            if (retired) {
                return new Entry.Gone();
            }
            if (members >= properties.get().limits().members()) {
                return new Entry.Full();
            }
            members++;
            Audience audience = audienceOf(member);
            audience.enter();
            Seat seat = new Seat(this, audience, member);
            List<Message> newest = history.last(properties.get().history().welcome());
            audience.add(new Outbound.Greeting(seat, welcome(member, newest, false)));
            changes.joined(member.self());
            presenceChanged();
            return new Entry.Seated(seat);
        } finally {
            lock.unlock();
        }
    }

    void leave(Seat seat) {
        lock.lock();
        try {
            members--;
            seat.audience().exit();
            changes.left(seat.member().self());
            if (members == 0) {
                emptySince = clock.instant();
            }
            presenceChanged();
        } finally {
            lock.unlock();
        }
    }

    /** Gives {@code content} its place and sends it to everybody. Any thread. */
    Posted post(Sender from, Content content) {
        Instant now = clock.instant();
        lock.lock();
        try {
            if (backlogFull()) {
                meters.busy().increment();
                return new Posted.Refused(ChatProblem.BUSY, "The room has too much to deliver; try again.");
            }
            Message message = history.append(content, from, now);
            var keep = properties.get().history();
            history.trim(keep.keep(), keep.size().toBytes());
            broadcast(message);
            meters.messages().increment();
            return new Posted.Accepted(message);
        } finally {
            lock.unlock();
        }
    }

    /** Greets again, with what came after {@code offset} if it is known whole and fits into half a member's queue. */
    void resume(Seat seat, String epoch, long offset) {
        lock.lock();
        try {
            long room = properties.get().limits().queue().toBytes() / 2;
            Optional<List<Message>> missed = Optional.of(epoch)
                    .filter(history.epoch()::equals)
                    .flatMap(same -> history.since(offset))
                    .filter(messages ->
                            messages.stream().mapToLong(Message::weight).sum() <= room);
            List<Message> told = missed.orElseGet(
                    () -> history.last(properties.get().history().welcome()));
            seat.audience().add(new Outbound.Greeting(seat, welcome(seat.member(), told, missed.isPresent())));
        } finally {
            lock.unlock();
        }
    }

    void whisper(Seat seat, ByteBuf frame) {
        lock.lock();
        try {
            seat.audience().add(new Outbound.Whisper(seat, frame));
        } finally {
            lock.unlock();
        }
    }

    public Snapshot snapshot() {
        lock.lock();
        try {
            return new Snapshot(name, members, history.epoch(), history.head());
        } finally {
            lock.unlock();
        }
    }

    /** Up to {@code limit} messages just below {@code offset}, oldest first. */
    public List<Message> before(long offset, int limit) {
        lock.lock();
        try {
            return history.before(offset, limit);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the room if it has been empty for as long as its history is kept; it then takes nobody any more. */
    boolean retireIfIdle(Instant now) {
        lock.lock();
        try {
            retired = retired
                    || (members == 0
                            && !emptySince
                                    .plus(properties.get().history().keepFor())
                                    .isAfter(now));
            return retired;
        } finally {
            lock.unlock();
        }
    }

    int members() {
        lock.lock();
        try {
            return members;
        } finally {
            lock.unlock();
        }
    }

    private Welcome welcome(Member member, List<Message> told, boolean recovered) {
        return new Welcome(
                name.value(), member.self(), member.roles(), history.epoch(), history.head(), members, told, recovered);
    }

    private boolean backlogFull() {
        int limit = properties.get().limits().backlog();
        return audiences.values().stream().flatMap(List::stream).anyMatch(audience -> audience.waiting() >= limit);
    }

    private void broadcast(RoomEvent event) {
        audiences.forEach((format, ofFormat) -> broadcast(event, format, ofFormat));
    }

    private static void broadcast(RoomEvent event, WireFormat format, List<Audience> audiences) {
        if (audiences.stream().noneMatch(Audience::hasMembers)) {
            return;
        }
        ByteBuf frame = format.encode(event, ByteBufAllocator.DEFAULT);
        if (frame == null) {
            return;
        }
        for (Audience audience : audiences) {
            if (audience.hasMembers()) {
                audience.add(new Outbound.Broadcast(frame.retain()));
            }
        }
        frame.release();
    }

    private Audience audienceOf(Member member) {
        List<Audience> ofFormat = audiences.computeIfAbsent(member.format(), format -> new ArrayList<>());
        for (Audience audience : ofFormat) {
            if (audience.loop() == member.loop()) {
                return audience;
            }
        }
        Audience audience = new Audience(member.loop(), member.format(), lock, properties, meters);
        ofFormat.add(audience);
        return audience;
    }

    /** Tells of it once the interval is over; what happens meanwhile is told with it. */
    private void presenceChanged() {
        if (!presenceDue) {
            presenceDue = true;
            long delay = properties.get().connection().presence().toMillis();
            timer.schedule(this::tellPresence, delay, TimeUnit.MILLISECONDS);
        }
    }

    private void tellPresence() {
        lock.lock();
        try {
            presenceDue = false;
            broadcast(changes.take(members));
        } finally {
            lock.unlock();
        }
    }
}
