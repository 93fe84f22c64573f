package atrium.chat.admin;

import atrium.chat.message.RoomName;
import atrium.chat.problem.ChatProblem;
import atrium.chat.room.Room;
import atrium.chat.room.Rooms;
import atrium.platform.rooms.RoomAccess;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Finds the room that a path names, or says why not. A private one is only found by who may enter it; all others get the
 * same answer whether there is such a room or not.
 */
@Component
class RoomLookup {

    private final Rooms rooms;
    private final RoomAccess access;

    RoomLookup(Rooms rooms, RoomAccess access) {
        this.rooms = rooms;
        this.access = access;
    }

    /** The room, ready to be asked; fails with {@link ChatProblem#ROOM_NOT_FOUND} if nobody has been there lately. */
    Mono<Room> find(String room) {
        return enter(room)
                .flatMap(name -> Mono.fromCompletionStage(rooms.find(name))
                        .map(found -> found.orElseThrow(() ->
                                ChatProblem.ROOM_NOT_FOUND.with("Nobody has been in \"%s\" lately.".formatted(name)))));
    }

    /** The name of {@code room}, if whoever asks may enter it. */
    Mono<RoomName> enter(String room) {
        RoomName name = nameOf(room);
        return asker().handle((who, answer) ->
                access.refusal(who.orElse(null), name.value()).ifPresentOrElse(answer::error, () -> answer.next(name)));
    }

    /** Which rooms whoever asks may enter. */
    Mono<Predicate<RoomName>> open() {
        return asker().map(who -> room -> access.isOpenTo(who.orElse(null), room.value()));
    }

    private static Mono<Optional<Authentication>> asker() {
        return ReactiveSecurityContextHolder.getContext()
                .mapNotNull(SecurityContext::getAuthentication)
                .singleOptional();
    }

    static RoomName nameOf(String room) {
        try {
            return RoomName.parse(room);
        } catch (IllegalArgumentException e) {
            throw ChatProblem.ROOM_NAME.with(String.valueOf(e.getMessage()));
        }
    }
}
