package atrium.chat.room;

import atrium.chat.backplane.Attachment;
import atrium.chat.backplane.Draft;
import atrium.chat.backplane.RoomLine;
import atrium.chat.backplane.RoomListener;
import atrium.chat.backplane.RoomRules;
import atrium.chat.backplane.RoomSummary;
import atrium.chat.message.Content;
import atrium.chat.message.Message;
import atrium.chat.message.Moderation;
import atrium.chat.message.Presence;
import atrium.chat.message.RoomName;
import atrium.chat.message.Sender;
import atrium.chat.message.Welcome;
import atrium.chat.problem.ChatProblem;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * This node's half of a room: what it remembers, and its members. Its order comes from a {@link RoomLine}.
 *
 * <p>One lock keeps the order: under it a message that the line gives is remembered, encoded once a wire format, and put
 * into the outbox of every {@link Audience}. It is held for a few microseconds, never while anything is written or the
 * line is called. Any thread may post; a seat is used on its member's loop.
 *
 * <p>Until the line is attached members wait for their greeting, which is what seats them.
 *
 * <p>Rejected: a room that lives on one event loop. It needs no lock, but a message from another loop would wake two
 * threads one after the other before anybody sees it, and an ack would have to travel back.
 */
public final class Room {

    /** How long a node may be behind another: then Redis is away, and the order goes on in another epoch. */
    private static final Duration CATCH_UP = Duration.ofSeconds(2);

    private final RoomName name;
    private final RoomContext context;
    private final RoomLine line;
    private final ReentrantLock lock = new ReentrantLock();
    private final CompletableFuture<Room> attachment = new CompletableFuture<>();

    // All below: guarded by the lock.
    private final Attendance attendance = new Attendance();
    private final Seating seats = new Seating();
    private final Audiences audiences;
    private final RoomManners manners;
    private final RoomMemory memory;
    private final Returns returns = new Returns();
    private boolean retired;
    private Instant emptySince;

    /** @param connect opens the line that the listener hears; it may call the listener at once */
    Room(RoomName name, RoomContext context, Function<RoomListener, RoomLine> connect) {
        this.name = name;
        this.context = context;
        this.audiences = new Audiences(lock, context);
        this.manners = new RoomManners(context.clock());
        this.memory = new RoomMemory(name, context.properties());
        this.emptySince = context.clock().instant();
        this.line = connect.apply(new Half());
    }

    /** Gives {@code member} a seat and greets it as soon as the order is known; empty if this room has ended. */
    Optional<Entry> join(Member member) {
        lock.lock();
        try {
            if (retired) {
                return Optional.empty();
            }
            if (!member.mayEnter(name)) {
                return Optional.of(new Entry.Private());
            }
            if (membersEverywhere() >= context.settings().limits().members()) {
                return Optional.of(new Entry.Full());
            }
            return Optional.of(manners.bannedUntil(Sender.person(member.id()))
                    .<Entry>map(Entry.Banned::new)
                    .orElseGet(() -> new Entry.Seated(seat(member))));
        } finally {
            lock.unlock();
        }
    }

    private Seat seat(Member member) {
        Seat seat = seats.take(this, audiences.of(member), member);
        if (memory.begun()) {
            greet(seat);
        }
        attendance.joined(member.self());
        presenceChanged();
        return seat;
    }

    private void greet(Seat seat) {
        greet(seat, memory.greeting(seat.member(), membersEverywhere()));
    }

    private static void greet(Seat seat, Welcome welcome) {
        seat.audience().add(new Outbound.Greeting(seat, welcome));
    }

    void leave(Seat seat) {
        lock.lock();
        try {
            seats.free(seat);
            returns.left(seat);
            attendance.left(seat.member().self());
            if (seats.size() == 0) {
                emptySince = context.clock().instant();
            }
            presenceChanged();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives {@code content} its place and sends it to everybody. Any thread.
     *
     * @param answer called once, at once or later, from any thread
     */
    void post(Sender from, List<String> roles, Content content, Consumer<Posted> answer) {
        post(context.messageIds().get(), from, roles, content, answer);
    }

    /** As above, under an id of the caller's own. */
    void post(String id, Sender from, List<String> roles, Content content, Consumer<Posted> answer) {
        Instant now = context.clock().instant();
        // The words take longer to read than everything else, so not under the lock.
        Optional<Posted.Refused> refusal =
                RoomManners.refusalOfWords(content, context.forbidden()).or(() -> refusal(from, roles, now));
        if (refusal.isPresent()) {
            answer.accept(refusal.get());
            return;
        }
        Draft draft = new Draft(id, now, from, content);
        line.post(draft, placement -> answer.accept(Posted.of(draft, placement)));
    }

    private Optional<Posted.Refused> refusal(Sender from, List<String> roles, Instant now) {
        lock.lock();
        try {
            return manners.refusal(from, roles, now).or(this::refusalOfBacklog);
        } finally {
            lock.unlock();
        }
    }

    private Optional<Posted.Refused> refusalOfBacklog() {
        if (!audiences.backlogFull()) {
            return Optional.empty();
        }
        context.meters().busy().increment();
        return Optional.of(new Posted.Refused(ChatProblem.BUSY, "The room has too much to deliver; try again."));
    }

    /** Makes {@code act} hold, here and on all other nodes. Any thread. */
    public void moderate(Moderation act) {
        line.moderate(act);
    }

    /** Whether the message is still remembered. */
    public boolean remembers(String message) {
        return underLock(() -> memory.has(known -> known.id().equals(message)));
    }

    /** Whether the member is here, may be on another node, or has said something that is still remembered. */
    public boolean mayKnow(String member) {
        return underLock(() -> seats.has(member)
                || attendance.elsewhere() > 0
                || memory.has(known -> known.from().id().equals(member)));
    }

    /**
     * Greets again, with what came after {@code offset} if it is known whole and fits into half a member's queue. If that
     * was heard on another node and not here yet, it is waited for.
     */
    void resume(Seat seat, String epoch, long offset) {
        Returns.Return back = new Returns.Return(seat, epoch, offset);
        lock.lock();
        try {
            if (!memory.begun()) {
                return; // the greeting is still to come, and will say where the order stands
            }
            if (memory.isBehind(epoch, offset)) {
                await(back);
            } else {
                greet(back);
            }
        } finally {
            lock.unlock();
        }
    }

    private void await(Returns.Return back) {
        Returns.Return before = returns.add(back);
        if (before != null) {
            greet(before);
        }
        context.timer().schedule(() -> giveUp(back), CATCH_UP.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void giveUp(Returns.Return back) {
        lock.lock();
        try {
            if (returns.remove(back)) {
                greet(back);
            }
        } finally {
            lock.unlock();
        }
    }

    private void greet(Returns.Return back) {
        Member member = back.seat().member();
        greet(back.seat(), memory.resumption(member, membersEverywhere(), back.epoch(), back.offset()));
    }

    /**
     * Closes whoever may not be here, as configured now. Who joins is asked under the same lock, so that nobody comes in
     * between by the old configuration.
     */
    void expelUninvited() {
        lock.lock();
        try {
            seats.uninvited(name).forEach(seat -> expel(seat, CloseReason.ROOM_PRIVATE));
        } finally {
            lock.unlock();
        }
    }

    private static void expel(Seat seat, CloseReason reason) {
        seat.audience().add(new Outbound.Expulsion(seat, reason));
    }

    void whisper(Seat seat, ByteBuf frame) {
        lock.lock();
        try {
            seat.audience().add(new Outbound.Whisper(seat, frame));
        } finally {
            lock.unlock();
        }
    }

    public RoomSummary summary() {
        return underLock(() -> memory.summary(membersEverywhere()));
    }

    /** Up to {@code limit} messages just below {@code offset}, oldest first. */
    public List<Message> before(long offset, int limit) {
        return underLock(() -> memory.before(offset, limit));
    }

    /** What moderators have decided and still holds. */
    public RoomRules rules() {
        return underLock(manners::rules);
    }

    /** Who is in the room on this node, in the order of coming. */
    public List<Member> members() {
        return underLock(seats::members);
    }

    /** Completes once the room's order is known. */
    CompletableFuture<Room> attached() {
        return attachment.copy();
    }

    /** Ends the room if it has been empty for as long as its history is kept; it then takes nobody any more. */
    boolean retireIfIdle(Instant now) {
        if (!retire(now)) {
            return false;
        }
        line.close();
        return true;
    }

    private boolean retire(Instant now) {
        lock.lock();
        try {
            Duration kept = context.settings().history().keepFor();
            retired = seats.size() == 0 && !emptySince.plus(kept).isAfter(now);
            return retired;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        return underLock(seats::size);
    }

    private <T> T underLock(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }

    private int membersEverywhere() {
        return seats.size() + attendance.elsewhere();
    }

    /** Tells of it once the interval is over; what happens meanwhile is told with it. */
    private void presenceChanged() {
        if (attendance.becomesDue()) {
            long delay = context.settings().connection().presence().toMillis();
            context.timer().schedule(this::tellPresence, delay, TimeUnit.MILLISECONDS);
        }
    }

    private void tellPresence() {
        Presence mine;
        lock.lock();
        try {
            Attendance.Told told = attendance.take(seats.size());
            audiences.broadcast(told.all());
            mine = retired ? null : told.here();
        } finally {
            lock.unlock();
        }
        if (mine != null) {
            line.tell(mine);
        }
    }

    /** What the line says, in its order. */
    private final class Half implements RoomListener {

        @Override
        public void attached(Attachment now) {
            lock.lock();
            try {
                manners.follow(now.rules());
                returns.all().forEach(Room.this::greet);
                if (memory.attached(now)) {
                    seats.of(person -> !manners.isBanned(person)).forEach(Room.this::greet);
                } else {
                    audiences.continueWith(memory.continuation(now, membersEverywhere()));
                }
                seats.of(manners::isBanned).forEach(Half::kick);
            } finally {
                lock.unlock();
            }
            attachment.complete(Room.this);
        }

        @Override
        public void message(Message message) {
            lock.lock();
            try {
                memory.append(message);
                audiences.broadcast(message);
                returns.upTo(message.offset()).forEach(Room.this::greet);
                context.meters().messages().increment();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void moderated(Moderation act) {
            lock.lock();
            try {
                manners.follow(act);
                if (act instanceof Moderation.Delete delete) {
                    memory.delete(delete.message());
                }
                audiences.broadcast(act);
                if (act instanceof Moderation.Kick kick) {
                    seats.of(Sender.person(kick.member())::equals).forEach(Half::kick);
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void elsewhere(Presence others) {
            lock.lock();
            try {
                attendance.elsewhere(others);
                presenceChanged();
            } finally {
                lock.unlock();
            }
        }

        private static void kick(Seat seat) {
            expel(seat, CloseReason.KICKED);
        }
    }
}
