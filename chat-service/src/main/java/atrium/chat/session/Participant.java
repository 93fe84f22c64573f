package atrium.chat.session;

import atrium.chat.message.Sender;
import atrium.chat.room.ChosenName;
import atrium.chat.room.NamesInUse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The person behind a connection, who gets a name on entering a room and keeps it. Entering is what makes the name
 * known to other threads.
 */
public final class Participant {

    private final NameRules rules;
    private final String id;
    private final @Nullable String wish;
    private final @Nullable String account;
    private final List<String> roles;
    private @Nullable Sender self;

    Participant(
            NameRules rules, String id, @Nullable String wish, @Nullable String account, List<String> roles) {
        this.rules = rules;
        this.id = id;
        this.wish = wish;
        this.account = account;
        this.roles = roles;
    }

    /** See {@link Sender#id}. */
    public String id() {
        return id;
    }

    /** In lower case, e.g. {@code moderator}; a guest has none. */
    public List<String> roles() {
        return roles;
    }

    /** Takes the name that is wished for, or the nearest that may be had among {@code present}. */
    public ChosenName choose(NamesInUse present) {
        ChosenName chosen = rules.nameFor(wish, id, account, present);
        self = new Sender(id, chosen.name());
        return chosen;
    }

    /** Who it is, once it has a name. */
    public Sender self() {
        if (self == null) {
            throw new IllegalStateException("has not chosen a name yet");
        }
        return self;
    }
}
