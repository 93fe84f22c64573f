package atrium.chat.backplane.redis;

import atrium.chat.backplane.RoomListener;
import atrium.chat.message.Presence;
import atrium.chat.message.Sender;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says that a half lives and who is there, and hears it of the others. Its beats also keep the room in Redis, and find
 * out what no message would: that the order is gone, or that the newest was not heard.
 *
 * <p>Confined to the line's mailbox, but for {@link #membersEverywhere}.
 */
final class Pulse {

    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(5);
    /** A room is kept in Redis for longer than its halves live, so that it does not end under them. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final HalfRoom half;
    private final RoomListener listener;
    private final Supplier<Keeping> keeping;
    private final Elsewhere elsewhere = new Elsewhere();

    private volatile int members;
    private volatile int membersElsewhere;

    private boolean active = true;
    private long nextBeat;
    private long headAtBeat;

    Pulse(HalfRoom half, RoomListener listener, Supplier<Keeping> keeping) {
        this.half = half;
        this.listener = listener;
        this.keeping = keeping;
    }

    int membersEverywhere() {
        return members + membersElsewhere;
    }

    /** How long Redis is to keep the room, from now. */
    Duration keepFor() {
        return keeping.get().time().plus(GRACE);
    }

    /** Something was said. */
    void active() {
        active = true;
    }

    void tell(Presence here, @Nullable RedisOrder order) {
        members = here.members();
        active = true;
        if (order != null) {
            beat(order, here);
        }
    }

    /** The half is attached. */
    void begin(RedisOrder order, Map<String, Standing.Half> others, long now) {
        headAtBeat = 0;
        nextBeat = now + INTERVAL;
        elsewhere.replace(others, now);
        tellElsewhere(List.of(), List.of());
        beat(order);
    }

    /** @param order {@code null} while the half is not attached */
    void look(@Nullable RedisOrder order, long now) {
        elsewhere.forgetSilent(now);
        tellElsewhere(List.of(), List.of());
        if (order != null && now - nextBeat >= 0) {
            nextBeat = now + INTERVAL;
            beat(order);
        }
    }

    void told(String other, Presence presence, long now) {
        elsewhere.told(other, presence.members(), now);
        tellElsewhere(presence.joined(), presence.left());
    }

    private void tellElsewhere(List<Sender> joined, List<Sender> left) {
        int all = elsewhere.members();
        if (all != membersElsewhere || !joined.isEmpty() || !left.isEmpty()) {
            membersElsewhere = all;
            listener.elsewhere(new Presence(all, joined, left));
        }
    }

    private void beat(RedisOrder order) {
        beat(order, members > 0 ? new Presence(members, List.of(), List.of()) : null);
    }

    private void beat(RedisOrder order, @Nullable Presence told) {
        Duration keepFor = members > 0 || active ? keepFor() : Duration.ZERO;
        active = false;
        order.beat(members, keepFor, told).whenComplete((head, e) -> half.later(() -> {
            if (half.isAt(order)) {
                answered(head, e);
            }
        }));
        Known.Place place = half.place();
        order.note(membersEverywhere(), place.epoch(), place.offset());
    }

    private void answered(@Nullable Optional<RedisOrder.Head> head, @Nullable Throwable e) {
        if (head == null) {
            half.failed(e == null ? new IllegalStateException("no answer") : e);
        } else if (head.isEmpty() || !head.get().epoch().equals(half.place().epoch())) {
            half.lostTrack();
        } else {
            // What was the newest a beat ago has surely been heard by now, if it was brought at all.
            half.missing(headAtBeat);
            headAtBeat = head.get().offset();
        }
    }
}
