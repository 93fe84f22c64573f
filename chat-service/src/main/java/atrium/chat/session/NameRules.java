package atrium.chat.session;

import atrium.chat.room.ChosenName;
import atrium.chat.room.NamesInUse;
import atrium.chat.settings.Derived;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who may be called what: nobody is taken for somebody else.
 *
 * <p>A guest's wish that looks like a reserved name is not granted; one that looks like the name of somebody present
 * gets a number. Who has signed in is called as the account, or as wished, if that is nobody else's name; an account's
 * own name is never refused to it, and never numbered, since a guest who came first has no right to it.
 */
public final class NameRules {

    private static final int LONGEST = 32;
    private static final int LAST_NUMBER = 20;

    private final Supplier<Set<String>> reserved;

    /** @param reserved the names that no guest may have; may change at any time */
    public NameRules(Supplier<List<String>> reserved) {
        this.reserved = new Derived<>(reserved, NameRules::skeletons);
    }

    /**
     * The name of somebody who comes in.
     *
     * @param wish as sent by the client
     * @param id the member's
     * @param account the account's name; null is a guest
     */
    public ChosenName nameFor(@Nullable String wish, String id, @Nullable String account, NamesInUse present) {
        ChosenName wished = named(DisplayName.of(wish, id));
        return account == null
                ? guest(wished, id, present)
                : signedIn(wished, id, named(DisplayName.of(account, id)), present);
    }

    private ChosenName guest(ChosenName wished, String id, NamesInUse present) {
        ChosenName allowed = isReserved(wished) ? guestName(id) : wished;
        ChosenName candidate = allowed;
        for (int number = 2; present.taken(candidate); number++) {
            if (number > LAST_NUMBER) {
                return named("guest-" + id);
            }
            candidate = numbered(allowed.name(), number);
        }
        return candidate;
    }

    private ChosenName signedIn(ChosenName wished, String id, ChosenName account, NamesInUse present) {
        boolean own = wished.skeleton().equals(account.skeleton());
        boolean none = wished.equals(guestName(id));
        return own || !none && !isReserved(wished) && !present.taken(wished) ? wished : account;
    }

    private boolean isReserved(ChosenName name) {
        return reserved.get().contains(name.skeleton());
    }

    private static ChosenName guestName(String id) {
        return named(DisplayName.of(null, id));
    }

    private static ChosenName named(String name) {
        return new ChosenName(name, LookAlikes.skeleton(name));
    }

    private static ChosenName numbered(String name, int number) {
        String suffix = " " + number;
        int letters = Math.min(name.codePointCount(0, name.length()), LONGEST - suffix.length());
        return named(name.substring(0, name.offsetByCodePoints(0, letters)).strip() + suffix);
    }

    private static Set<String> skeletons(List<String> names) {
        return names.stream().map(LookAlikes::skeleton).collect(Collectors.toUnmodifiableSet());
    }
}
