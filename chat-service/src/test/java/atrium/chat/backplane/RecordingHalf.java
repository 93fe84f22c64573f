package atrium.chat.backplane;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.chat.message.Content;
import atrium.chat.message.Message;
import atrium.chat.message.Moderation;
import atrium.chat.message.Presence;
import atrium.chat.message.RoomName;
import atrium.chat.message.Sender;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A half room that writes down what it hears, as its members would, and what does not fit together. Also says things, and
 * writes down the answers.
 */
public final class RecordingHalf implements RoomListener {

    private static final AtomicLong IDS = new AtomicLong();

    private final AtomicInteger inside = new AtomicInteger();
    private final List<Message> heard = new ArrayList<>();
    private final List<Message> sinceAttached = new ArrayList<>();
    private final List<Attachment> attachments = new ArrayList<>();
    private final List<Moderation> acts = new ArrayList<>();
    private final List<Presence> elsewhere = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final Map<String, List<Placement>> answers = new ConcurrentHashMap<>();
    private final List<String> posted = new ArrayList<>();
    private @Nullable RoomLine line;
    private String epoch = "";
    private long last;

    /** Opens {@code room} on {@code node} for itself. */
    public static RecordingHalf in(Backplane node, RoomName room) {
        RecordingHalf half = new RecordingHalf();
        half.line = node.open(room, half);
        return half;
    }

    public RoomLine line() {
        if (line == null) {
            throw new IllegalStateException("not open");
        }
        return line;
    }

    /** Says {@code text} and returns the id that it has. */
    public String say(String text) {
        Draft draft = draft(text);
        synchronized (this) {
            posted.add(draft.id());
        }
        post(draft);
        return draft.id();
    }

    public void post(Draft draft) {
        line().post(
                        draft,
                        answer -> answers.computeIfAbsent(
                                        draft.id(), id -> java.util.Collections.synchronizedList(new ArrayList<>()))
                                .add(answer));
    }

    /** One that may be posted again and again. */
    public static Draft once(String text) {
        Draft draft = draft(text);
        return new Draft(Draft.ONCE + draft.id(), draft.at(), draft.from(), draft.content());
    }

    public static Draft draft(String text) {
        String id = "test-" + ProcessHandle.current().pid() + "-" + IDS.incrementAndGet();
        return new Draft(id, Instant.now(), new Sender("s-1", "Sam"), Content.text(text));
    }

    @Override
    public void attached(Attachment attachment) {
        enter();
        synchronized (this) {
            check(attachment);
            attachments.add(attachment);
            epoch = attachment.epoch();
            last = attachment.offset();
            heard.addAll(attachment.missed());
            sinceAttached.clear();
        }
        inside.decrementAndGet();
    }

    private void check(Attachment attachment) {
        long before = -1;
        for (Message message : attachment.kept()) {
            if (message.offset() <= before || message.offset() > attachment.offset()) {
                faults.add("kept " + message.offset() + " after " + before + " up to " + attachment.offset());
            }
            before = message.offset();
        }
        if (attachments.isEmpty() && (!attachment.missed().isEmpty() || !attachment.whole())) {
            faults.add("the first attachment is not whole, or tells of something missed");
        }
    }

    @Override
    public void message(Message message) {
        enter();
        synchronized (this) {
            if (attachments.isEmpty() || message.offset() != last + 1) {
                faults.add("offset %d after %d in %s".formatted(message.offset(), last, epoch));
            }
            last = message.offset();
            heard.add(message);
            sinceAttached.add(message);
        }
        inside.decrementAndGet();
    }

    @Override
    public void moderated(Moderation act) {
        enter();
        synchronized (this) {
            acts.add(act);
        }
        inside.decrementAndGet();
    }

    @Override
    public void elsewhere(Presence others) {
        enter();
        synchronized (this) {
            elsewhere.add(others);
        }
        inside.decrementAndGet();
    }

    private void enter() {
        if (inside.incrementAndGet() != 1) {
            synchronized (this) {
                faults.add("two calls at once");
            }
        }
    }

    public synchronized List<String> texts() {
        return heard.stream().map(message -> message.content().text()).toList();
    }

    public synchronized List<String> ids() {
        return heard.stream().map(Message::id).toList();
    }

    public synchronized List<Message> heard() {
        return List.copyOf(heard);
    }

    public synchronized int count() {
        return heard.size();
    }

    public synchronized List<Attachment> attachments() {
        return List.copyOf(attachments);
    }

    public synchronized Attachment attachment() {
        return attachments.getLast();
    }

    public synchronized boolean isAttached() {
        return !attachments.isEmpty();
    }

    public synchronized List<Moderation> acts() {
        return List.copyOf(acts);
    }

    public synchronized List<Presence> elsewhere() {
        return List.copyOf(elsewhere);
    }

    public synchronized String epoch() {
        return epoch;
    }

    public synchronized long last() {
        return last;
    }

    public synchronized int membersElsewhere() {
        return elsewhere.isEmpty() ? 0 : elsewhere.getLast().members();
    }

    public List<Placement> answers(String id) {
        return List.copyOf(answers.getOrDefault(id, List.of()));
    }

    public synchronized List<String> posted() {
        return List.copyOf(posted);
    }

    public int answered() {
        return answers.size();
    }

    /** What was said here and got a place. */
    public List<String> placed() {
        return posted().stream()
                .filter(id -> answers(id).stream().anyMatch(Placement.Placed.class::isInstance))
                .toList();
    }

    /** Everything fits together: the calls, the offsets, nothing twice, one answer each, nothing own lost. */
    public void check() {
        synchronized (this) {
            assertThat(faults).isEmpty();
            Set<String> once = new HashSet<>();
            assertThat(ids().stream().filter(id -> !once.add(id)))
                    .as("heard twice")
                    .isEmpty();
        }
        for (String id : posted()) {
            assertThat(answers(id)).as("answers to %s", id).hasSize(1);
        }
        Set<String> heardIds = Set.copyOf(ids());
        assertThat(placed().stream().filter(id -> !heardIds.contains(id)))
                .as("own, not heard")
                .isEmpty();
    }
}
