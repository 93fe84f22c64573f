package atrium.chat.admin;

import atrium.chat.message.Content;
import atrium.chat.message.Sender;
import atrium.chat.problem.ChatProblem;
import atrium.chat.room.Posted;
import atrium.chat.room.Room;
import atrium.chat.message.RoomName;
import atrium.chat.room.Rooms;
import atrium.chat.settings.ChatProperties;
import atrium.platform.config.Live;
import io.netty.buffer.ByteBufUtil;
import java.security.Principal;
import java.util.Comparator;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /chat/rooms}: who may call what is in {@link RoomAccess}. */
@RestController
@RequestMapping("/chat/rooms")
class RoomsController {

    private static final int MOST_MESSAGES = 200;

    private final Rooms rooms;
    private final Live<ChatProperties> properties;

    RoomsController(Rooms rooms, Live<ChatProperties> properties) {
        this.rooms = rooms;
        this.properties = properties;
    }

    /** A room as the outside sees it. */
    record RoomView(String name, int members, String epoch, long offset) {

        static RoomView of(Room room) {
            var snapshot = room.snapshot();
            return new RoomView(snapshot.name().value(), snapshot.members(), snapshot.epoch(), snapshot.offset());
        }
    }

    /** A page of messages, oldest first; the next page is {@code before} the first one's offset. */
    record MessagesView(String epoch, List<MessageView> messages) {}

    /** The fullest first. */
    @GetMapping
    List<RoomView> all() {
        return rooms.all().stream()
                .map(RoomView::of)
                .sorted(Comparator.comparingInt(RoomView::members).reversed().thenComparing(RoomView::name))
                .toList();
    }

    @GetMapping("/{room}")
    RoomView one(@PathVariable String room) {
        return RoomView.of(find(room));
    }

    @GetMapping("/{room}/messages")
    MessagesView messages(
            @PathVariable String room,
            @RequestParam(defaultValue = "" + Long.MAX_VALUE) long before,
            @RequestParam(defaultValue = "50") int limit) {
        if (limit < 1 || limit > MOST_MESSAGES) {
            throw ChatProblem.INVALID.with("limit: %d (expected: 1 to %d)".formatted(limit, MOST_MESSAGES));
        }
        Room found = find(room);
        var page = found.before(before, limit).stream().map(MessageView::of).toList();
        return new MessagesView(found.snapshot().epoch(), page);
    }

    /** Says something without being in the room. */
    @PostMapping("/{room}/messages")
    @ResponseStatus(HttpStatus.CREATED)
    MessageView post(@PathVariable String room, @RequestBody MessageRequest request, Principal principal) {
        RoomName name = nameOf(room);
        if (!rooms.admits(name)) {
            throw ChatProblem.TOO_MANY_ROOMS.with("The room does not exist, and no more can be opened.");
        }
        var sender = new Sender(principal.getName(), principal.getName());
        return switch (rooms.post(name, sender, contentOf(request))) {
            case Posted.Accepted accepted -> MessageView.of(accepted.message());
            case Posted.Refused refused -> throw refused.problem().with(refused.detail());
        };
    }

    private Content contentOf(MessageRequest request) {
        try {
            var content = request.content();
            long limit = properties.get().limits().message().toBytes();
            if (ByteBufUtil.utf8Bytes(content.text()) > limit) {
                throw ChatProblem.TOO_LARGE.with("text: too long (expected: at most %d bytes)".formatted(limit));
            }
            return content;
        } catch (IllegalArgumentException e) {
            throw ChatProblem.INVALID.with(String.valueOf(e.getMessage()));
        }
    }

    private Room find(String room) {
        RoomName name = nameOf(room);
        return rooms.find(name)
                .orElseThrow(
                        () -> ChatProblem.ROOM_NOT_FOUND.with("Nobody has been in \"%s\" lately.".formatted(name)));
    }

    private static RoomName nameOf(String room) {
        try {
            return RoomName.parse(room);
        } catch (IllegalArgumentException e) {
            throw ChatProblem.ROOM_NAME.with(String.valueOf(e.getMessage()));
        }
    }
}
