package atrium.chat.session;

import atrium.chat.message.RoomName;
import atrium.chat.message.Sender;
import atrium.chat.room.ChosenName;
import atrium.chat.room.NamesInUse;
import atrium.platform.problem.ProblemException;
import atrium.platform.rooms.RoomAccess;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/**
 * The person behind a connection, who gets a name on entering a room and keeps it. Entering is what makes the name
 * known to other threads.
 */
public final class Participant {

    private final NameRules rules;
    private final RoomAccess access;
    private final String id;
    private final @Nullable String wish;
    private final @Nullable String account;
    private final @Nullable Authentication who;
    private final List<String> roles;
    private @Nullable Sender self;

    /**
     * @param wish as it wishes to be called
     * @param account the name that it alone may have; null for guests
     * @param who as its token says; null for nobody
     */
    Participant(
            NameRules rules,
            RoomAccess access,
            String id,
            @Nullable String wish,
            @Nullable String account,
            @Nullable Authentication who) {
        this.rules = rules;
        this.access = access;
        this.id = id;
        this.wish = wish;
        this.account = account;
        this.who = who;
        this.roles = who == null ? List.of() : Roles.of(who);
    }

    /** See {@link Sender#id}. */
    public String id() {
        return id;
    }

    /** In lower case, e.g. {@code moderator}; a guest has none. */
    public List<String> roles() {
        return roles;
    }

    /** Whether it may be in {@code room}, as configured now. Any thread. */
    public boolean mayEnter(RoomName room) {
        return access.isOpenTo(who, room.value());
    }

    /** Why it may not be in {@code room}; empty if it may. Any thread. */
    public Optional<ProblemException> refusal(RoomName room) {
        return access.refusal(who, room.value());
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
