package atrium.chat.room;

import atrium.chat.message.RoomName;
import atrium.chat.message.Sender;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Who sits in a room on this node, under which id and which name. Guarded by the room's lock. */
final class Seating {

    private final Map<String, Seat> seats = new LinkedHashMap<>();
    private final NamesPresent names = new NamesPresent();

    /** Gives {@code member} a name that nobody has, and a seat in {@code room}. */
    Seat take(Room room, Audience audience, Member member) {
        String person = Sender.person(member.id());
        ChosenName chosen = member.choose(names.asSeenBy(person));
        names.add(person, chosen);
        Seat seat = new Seat(room, audience, member, chosen);
        audience.enter();
        seats.put(member.id(), seat);
        return seat;
    }

    void free(Seat seat) {
        seats.remove(seat.member().id(), seat);
        names.remove(seat.person(), seat.name());
        seat.audience().exit();
    }

    int size() {
        return seats.size();
    }

    boolean has(String member) {
        return seats.containsKey(member);
    }

    /** In the order of coming. */
    List<Member> members() {
        return seats.values().stream().map(Seat::member).toList();
    }

    /** The seats of all persons that are {@code wanted}. */
    List<Seat> of(Predicate<String> wanted) {
        return where(seat -> wanted.test(seat.person()));
    }

    /** The seats of all who may not, or no longer, be in {@code room}. */
    List<Seat> uninvited(RoomName room) {
        return where(seat -> !seat.member().mayEnter(room));
    }

    private List<Seat> where(Predicate<Seat> wanted) {
        return seats.values().stream().filter(wanted).toList();
    }
}
