package atrium.chat.session;

import atrium.platform.identity.Person;
import atrium.platform.rooms.RoomAccess;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/** Makes out who comes in. Any thread may ask. */
public final class Reception {

    private final NameRules names;
    private final Persons persons;
    private final RoomAccess access;
    private final MemberIds ids;

    public Reception(NameRules names, Persons persons, MemberIds ids, RoomAccess access) {
        this.names = names;
        this.persons = persons;
        this.access = access;
        this.ids = ids;
    }

    /** Whoever comes from {@code address}. @param who as a token says; null without one */
    public Participant receive(@Nullable String wish, @Nullable Authentication who, InetAddress address) {
        return who == null ? guest(wish, address) : signedIn(wish, who);
    }

    /** Somebody who has not signed in; without a name each connection is a person of its own. */
    private Participant guest(@Nullable String wish, InetAddress address) {
        String nobody = ids.unique();
        String skeleton = DisplayName.clean(wish).map(LookAlikes::skeleton).orElse(nobody);
        String person = persons.personOf(null, skeleton, address.getHostAddress());
        return new Participant(names, access, ids.idOf(person), wish, null, null);
    }

    /**
     * Somebody whom a token names. A guest's token makes it the same person under every name, and gives no right to one.
     */
    private Participant signedIn(@Nullable String wish, Authentication authentication) {
        String id = ids.idOf(persons.personOf(authentication.getName(), "", ""));
        String name = Person.of(authentication).map(Person::name).orElseGet(authentication::getName);
        boolean guest = Person.of(authentication).map(Person::guest).orElse(false);
        String called = guest && DisplayName.clean(wish).isEmpty() ? name : wish;
        return new Participant(names, access, id, called, guest ? null : name, authentication);
    }
}
