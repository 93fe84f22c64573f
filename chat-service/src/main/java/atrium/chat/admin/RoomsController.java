package atrium.chat.admin;

import atrium.chat.backplane.RoomSummary;
import atrium.chat.message.Content;
import atrium.chat.message.Sender;
import atrium.chat.problem.ChatProblem;
import atrium.chat.room.Posted;
import atrium.chat.room.Rooms;
import atrium.chat.session.DisplayName;
import atrium.chat.session.Roles;
import atrium.chat.settings.ChatProperties;
import atrium.platform.config.Live;
import atrium.platform.identity.Person;
import io.netty.buffer.ByteBufUtil;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** {@code /chat/rooms}: who may call what is in {@link RestRules}, for private rooms in {@link RoomLookup}. */
@RestController
@RequestMapping("/chat/rooms")
class RoomsController {

    private static final int MOST_MESSAGES = 200;

    private final Rooms rooms;
    private final RoomLookup lookup;
    private final Live<ChatProperties> properties;

    RoomsController(Rooms rooms, RoomLookup lookup, Live<ChatProperties> properties) {
        this.rooms = rooms;
        this.lookup = lookup;
        this.properties = properties;
    }

    /** A room as the outside sees it. */
    record RoomView(String name, int members, String epoch, long offset, long slowMode) {

        static RoomView of(RoomSummary room, long slowMode) {
            return new RoomView(room.name().value(), room.members(), room.epoch(), room.offset(), slowMode);
        }
    }

    /** A room in the list of all. */
    record RoomEntry(String name, int members, String epoch, long offset) {

        static RoomEntry of(RoomSummary room) {
            return new RoomEntry(room.name().value(), room.members(), room.epoch(), room.offset());
        }
    }

    /** A page of messages, oldest first; the next page is {@code before} the first one's offset. */
    record MessagesView(String epoch, List<MessageView> messages) {}

    /** The fullest first, without those that whoever asks may not enter. */
    @GetMapping
    Mono<List<RoomEntry>> all() {
        return lookup.open()
                .flatMap(open -> Mono.fromCompletionStage(rooms.all())
                        .map(everywhere -> everywhere.stream()
                                .filter(room -> open.test(room.name()))
                                .map(RoomEntry::of)
                                .sorted(Comparator.comparingInt(RoomEntry::members)
                                        .reversed()
                                        .thenComparing(RoomEntry::name))
                                .toList()));
    }

    @GetMapping("/{room}")
    Mono<RoomView> one(@PathVariable String room) {
        return lookup.find(room)
                .map(found -> RoomView.of(found.summary(), found.rules().slow().toSeconds()));
    }

    @GetMapping("/{room}/messages")
    Mono<MessagesView> messages(
            @PathVariable String room,
            @RequestParam(defaultValue = "" + Long.MAX_VALUE) long before,
            @RequestParam(defaultValue = "50") int limit) {
        if (limit < 1 || limit > MOST_MESSAGES) {
            throw ChatProblem.INVALID.with("limit: %d (expected: 1 to %d)".formatted(limit, MOST_MESSAGES));
        }
        return lookup.find(room)
                .map(found -> new MessagesView(
                        found.summary().epoch(),
                        found.before(before, limit).stream()
                                .map(MessageView::of)
                                .toList()));
    }

    /** Says something without being in the room: once, however often it is posted under one key. */
    @PostMapping("/{room}/messages")
    @ResponseStatus(HttpStatus.CREATED)
    Mono<MessageView> post(
            @PathVariable String room,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestBody MessageRequest request,
            Authentication authentication) {
        Sender sender = new Sender(authentication.getName(), nameOf(request, authentication));
        List<String> roles = Roles.of(authentication);
        Content content = contentOf(request);
        OnceKey once = key == null ? null : OnceKey.parse(key);
        var posted = lookup.enter(room)
                .flatMap(name -> Mono.fromCompletionStage(
                        once == null
                                ? rooms.post(name, sender, roles, content)
                                : rooms.post(once.messageId(name), name, sender, roles, content)));
        return posted.map(answer -> switch (answer) {
            case Posted.Accepted accepted -> MessageView.of(accepted.message());
            case Posted.Refused refused -> throw refused.problem().with(refused.detail());
        });
    }

    /** Another service speaks in the name of whoever asked it to; a person only in its own. */
    private static String nameOf(MessageRequest request, Authentication authentication) {
        String own = Person.of(authentication).map(Person::name).orElseGet(authentication::getName);
        if (request.name() == null) {
            return own;
        }
        if (!Roles.of(authentication).contains("service")) {
            throw ChatProblem.INVALID.with("name: only another service may give one");
        }
        return DisplayName.of(request.name(), own);
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
}
