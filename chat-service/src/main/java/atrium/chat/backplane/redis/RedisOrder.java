package atrium.chat.backplane.redis;

import atrium.chat.backplane.Draft;
import atrium.chat.message.Moderation;
import atrium.chat.message.Presence;
import atrium.chat.message.RoomName;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One room's order as it lies in Redis, reached over one link by one half. */
final class RedisOrder {

    /** Messages that are read at a time: a megabyte at most, with the default limits. */
    static final int PAGE = 250;

    private final RoomsLink link;
    private final RoomName room;
    private final RedisKeys keys;
    private final String half;
    private final String generation;

    /** @param generation of the half; a call under another one ends this one's */
    RedisOrder(RoomsLink link, RoomName room, String half, long generation) {
        this.link = link;
        this.room = room;
        this.keys = RedisKeys.of(room);
        this.half = half;
        this.generation = Long.toString(generation);
    }

    /** Where the newest message is. */
    record Head(String epoch, long offset) {}

    CompletionStage<Void> subscribe(Consumer<String> subscriber) {
        return link.subscribe(keys.feed(), subscriber);
    }

    void unsubscribe(Consumer<String> subscriber) {
        link.unsubscribe(keys.feed(), subscriber);
    }

    /**
     * Asks where the room stands, which opens it if nobody has; see {@code attach.lua}.
     *
     * @param epoch for a new order, never used before
     * @param heard the last that this half heard of the common order
     */
    CompletionStage<Standing> attach(String epoch, @Nullable Heard heard, Duration keepFor) {
        Heard last = heard == null ? Heard.NOTHING : heard;
        String[] touched = {keys.meta(), keys.log(), keys.rules(), keys.halves()};
        return link.run(
                        RoomScripts.ATTACH,
                        touched,
                        epoch,
                        half,
                        generation,
                        last.epoch(),
                        Long.toString(last.offset()),
                        last.mark(),
                        Long.toString(keepFor.toMillis()))
                .thenApply(this::standing);
    }

    /**
     * Gives {@code draft} a place, which completes with its offset; with 0 if the half has to attach again; or, if it is to
     * be said once and was, with the offset that it got then, below zero.
     */
    CompletionStage<Long> append(Draft draft, long previous, long number, int keep) {
        String[] touched = draft.isOnce()
                ? new String[] {keys.meta(), keys.log(), keys.feed(), keys.once() + draft.id()}
                : new String[] {keys.meta(), keys.log(), keys.feed()};
        return link.runLoaded(
                RoomScripts.APPEND,
                touched,
                half,
                generation,
                Long.toString(previous),
                Long.toString(number),
                Integer.toString(keep),
                PayloadCodec.encode(draft),
                Long.toString(RedisKeys.REMEMBERED.toMillis()));
    }

    CompletionStage<Long> moderate(Moderation act) {
        List<String> change = RulesCodec.change(act);
        String[] arguments = new String[1 + change.size()];
        arguments[0] = PayloadCodec.encode(act);
        for (int i = 0; i < change.size(); i++) {
            arguments[i + 1] = change.get(i);
        }
        return link.run(RoomScripts.MODERATE, new String[] {keys.rules(), keys.log(), keys.feed()}, arguments);
    }

    /**
     * Says that this half lives.
     *
     * @param keepFor zero leaves the time that the room is kept as it is
     * @param told for the other halves
     * @return empty if the half has to attach again
     */
    CompletionStage<Optional<Head>> beat(int members, Duration keepFor, @Nullable Presence told) {
        return link.run(
                        RoomScripts.BEAT,
                        new String[] {keys.meta(), keys.log(), keys.halves(), keys.feed()},
                        half,
                        generation,
                        Integer.toString(members),
                        Long.toString(keepFor.toMillis()),
                        told == null ? "" : PayloadCodec.encode(told))
                .thenApply(head -> head.size() < 2
                        ? Optional.empty()
                        : Optional.of(new Head(head.get(0).toString(), number(head.get(1)))));
    }

    /** Writes down what the room looks like from outside. */
    void note(int members, String epoch, long offset) {
        link.run(RoomScripts.NOTE, new String[] {RedisKeys.ROOMS}, room.value(), members + " " + epoch + " " + offset);
    }

    void leave() {
        link.run(
                RoomScripts.LEAVE,
                new String[] {keys.meta(), keys.halves(), keys.feed()},
                half,
                generation,
                PayloadCodec.encode(new Presence(0, List.of(), List.of())));
    }

    /** The newest of those up to {@code offset}, newest first. */
    CompletionStage<List<Entry>> downFrom(long offset) {
        return link.commands()
                .xrevrange(keys.log(), Range.create("0", offset + "-1"), Limit.from(PAGE))
                .thenApply(RedisOrder::entries);
    }

    /** The oldest of those from {@code first} to {@code last}, oldest first. */
    CompletionStage<List<Entry>> between(long first, long last) {
        return link.commands()
                .xrange(keys.log(), Range.create(first + "-1", last + "-1"), Limit.from(PAGE))
                .thenApply(RedisOrder::entries);
    }

    private Standing standing(List<Object> reply) {
        Map<String, Standing.Half> halves = new HashMap<>();
        long now = number(reply.get(3));
        List<?> flat = (List<?>) reply.get(5);
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            String name = flat.get(i).toString();
            if (!name.equals(half)) {
                String[] membersAndTime = flat.get(i + 1).toString().split(" ", 2);
                Duration age = Duration.ofMillis(now - Long.parseLong(membersAndTime[1]));
                halves.put(name, new Standing.Half(Integer.parseInt(membersAndTime[0]), age));
            }
        }
        return new Standing(
                reply.get(0).toString(),
                number(reply.get(1)),
                number(reply.get(2)),
                RulesCodec.rules((List<?>) reply.get(4)),
                halves);
    }

    private static List<Entry> entries(List<StreamMessage<String, String>> messages) {
        return messages.stream().map(RedisOrder::entry).toList();
    }

    @SuppressWarnings("NullAway") // orElse(null) of an Optional
    private static Entry entry(StreamMessage<String, String> message) {
        Map<String, String> fields = message.getBody();
        String id = message.getId();
        return new Entry(
                Long.parseLong(id, 0, id.indexOf('-'), 10),
                Mark.parse(fields.getOrDefault("mark", "? 0")),
                PayloadCodec.draft(fields.getOrDefault("draft", "")).orElse(null));
    }

    private static long number(Object reply) {
        return Long.parseLong(reply.toString());
    }
}
