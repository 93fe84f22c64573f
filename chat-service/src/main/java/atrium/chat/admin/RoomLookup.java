package atrium.chat.admin;

import atrium.chat.message.RoomName;
import atrium.chat.problem.ChatProblem;
import atrium.chat.room.Room;
import atrium.chat.room.Rooms;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Finds the room that a path names, or says why not. */
@Component
class RoomLookup {

    private final Rooms rooms;

    RoomLookup(Rooms rooms) {
        this.rooms = rooms;
    }

    /** The room, ready to be asked; fails with {@link ChatProblem#ROOM_NOT_FOUND} if nobody has been there lately. */
    Mono<Room> find(String room) {
        RoomName name = nameOf(room);
        return Mono.fromCompletionStage(rooms.find(name))
                .map(found -> found.orElseThrow(
                        () -> ChatProblem.ROOM_NOT_FOUND.with("Nobody has been in \"%s\" lately.".formatted(name))));
    }

    static RoomName nameOf(String room) {
        try {
            return RoomName.parse(room);
        } catch (IllegalArgumentException e) {
            throw ChatProblem.ROOM_NAME.with(String.valueOf(e.getMessage()));
        }
    }
}
