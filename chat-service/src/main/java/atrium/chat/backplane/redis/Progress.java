package atrium.chat.backplane.redis;

import atrium.chat.backplane.Attachment;
import atrium.chat.backplane.RoomListener;
import atrium.chat.message.Message;
import atrium.chat.message.Moderation;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far the listener has been told the common order, and how it gets from one order to another. Confined to the line's
 * mailbox.
 */
final class Progress {

    private final String half;
    private final RoomListener listener;
    private final LineContext context;
    private final Known known;
    private final Voice voice;
    private final HeardNumbers numbers = new HeardNumbers();
    private @Nullable Heard heard;

    Progress(String half, RoomListener listener, LineContext context, Known known, Voice voice) {
        this.half = half;
        this.listener = listener;
        this.context = context;
        this.known = known;
        this.voice = voice;
    }

    /** {@code null}: nothing ever. */
    @Nullable
    Heard heard() {
        return heard;
    }

    /** Whether the listener has been told {@code entry}, in whichever order. */
    boolean isHeard(Entry entry) {
        Mark mark = entry.mark();
        return mark.half().equals(half) ? voice.isHeard(mark.number()) : numbers.contains(mark);
    }

    /** Goes on from the same messages in an epoch of its own. */
    void fork() {
        known.fork(context.words().get());
        Known.Place place = known.place();
        listener.attached(new Attachment(place.epoch(), place.offset(), known.kept(), List.of(), true, known.rules()));
    }

    /**
     * Goes on in the common order.
     *
     * @param entries of the log, oldest first
     */
    void reunite(Standing standing, List<Entry> entries, boolean wasAlone) {
        Reunion reunion = Reunion.of(
                standing,
                entries,
                heard,
                wasAlone,
                this::isHeard,
                known.kept(),
                context.keeping().get());
        count(reunion, wasAlone);
        heard = new Heard(standing.epoch(), standing.head(), reunion.mark());
        known.replace(standing.epoch(), standing.head(), reunion.kept(), standing.rules());
        List<Message> missed = reunion.missed().stream()
                .map(Entry::message)
                .filter(Objects::nonNull)
                .toList();
        listener.attached(new Attachment(
                standing.epoch(), standing.head(), reunion.kept(), missed, reunion.whole(), standing.rules()));
        reunion.deleted().forEach(id -> listener.moderated(new Moderation.Delete(id)));
        entries.forEach(this::note);
    }

    private void count(Reunion reunion, boolean wasAlone) {
        if (wasAlone) {
            context.meters().heals().increment();
        }
        if (!reunion.whole() && heard != null) {
            context.meters().broken().increment();
        }
    }

    /** Tells the next of the common order. */
    void say(Entry entry) {
        heard = new Heard(known.place().epoch(), entry.offset(), entry.mark().toString());
        note(entry);
        Message message = entry.message();
        if (message == null) {
            context.meters().malformed().increment();
            known.skipTo(entry.offset());
        } else {
            known.add(message, context.keeping().get());
            listener.message(message);
        }
    }

    private void note(Entry entry) {
        Mark mark = entry.mark();
        if (mark.half().equals(half)) {
            voice.heard(mark.number(), entry.offset());
        } else {
            numbers.add(mark);
        }
    }
}
