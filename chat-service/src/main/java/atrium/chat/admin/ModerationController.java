package atrium.chat.admin;

import atrium.chat.backplane.RoomRules;
import atrium.chat.message.Moderation;
import atrium.chat.problem.ChatProblem;
import atrium.chat.room.Member;
import atrium.chat.room.Room;
import atrium.chat.settings.ChatProperties;
import atrium.platform.config.Live;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What moderators see and do in a room. A member is named by its id, as in the messages that it sent. */
@RestController
@RequestMapping("/chat/rooms/{room}")
class ModerationController {

    private final RoomLookup lookup;
    private final Live<ChatProperties> properties;
    private final InstantSource clock;

    ModerationController(RoomLookup lookup, Live<ChatProperties> properties, InstantSource clock) {
        this.lookup = lookup;
        this.properties = properties;
        this.clock = clock;
    }

    /** Somebody in the room. */
    record MemberView(String id, String name, List<String> roles) {

        static MemberView of(Member member) {
            return new MemberView(member.self().id(), member.self().name(), member.roles());
        }
    }

    /** What holds in the room; {@code until} is absent where it is for good. */
    record RulesView(List<PersonView> mutes, List<PersonView> bans, long slowMode) {

        static RulesView of(RoomRules rules) {
            return new RulesView(
                    PersonView.all(rules.mutes()),
                    PersonView.all(rules.bans()),
                    rules.slow().toSeconds());
        }
    }

    /** The members on the instance that answers, in the order of coming. */
    @GetMapping("/members")
    Mono<List<MemberView>> members(@PathVariable String room) {
        return lookup.find(room)
                .map(found -> found.members().stream().map(MemberView::of).toList());
    }

    @GetMapping("/rules")
    Mono<RulesView> rules(@PathVariable String room) {
        return lookup.find(room).map(found -> RulesView.of(found.rules()));
    }

    @DeleteMapping("/messages/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(@PathVariable String room, @PathVariable String id) {
        return lookup.find(room)
                .doOnNext(found -> {
                    if (!found.remembers(id)) {
                        throw ChatProblem.MESSAGE_NOT_FOUND.with("Nobody remembers a message \"%s\".".formatted(id));
                    }
                    found.moderate(new Moderation.Delete(id));
                })
                .then();
    }

    @PutMapping("/mutes/{member}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> mute(
            @PathVariable String room,
            @PathVariable String member,
            @RequestBody(required = false) @Nullable TermRequest term) {
        Instant until = term == null ? Instant.MAX : term.end(clock.instant(), Instant.MAX);
        return act(room, member, (found, id) -> new Moderation.Mute(id, until));
    }

    @DeleteMapping("/mutes/{member}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> unmute(@PathVariable String room, @PathVariable String member) {
        return lookup.find(room)
                .doOnNext(found -> found.moderate(new Moderation.Unmute(member)))
                .then();
    }

    @PostMapping("/kicks/{member}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> kick(
            @PathVariable String room,
            @PathVariable String member,
            @RequestBody(required = false) @Nullable TermRequest term) {
        Instant now = clock.instant();
        Instant usual = now.plus(properties.get().moderation().kickFor());
        Instant until = term == null ? usual : term.end(now, usual);
        return act(room, member, (found, id) -> new Moderation.Kick(id, until));
    }

    @PutMapping("/slow-mode")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> slow(@PathVariable String room, @RequestBody SlowModeRequest request) {
        Duration interval = request.interval();
        return lookup.find(room)
                .doOnNext(found -> found.moderate(new Moderation.Slow(RoomLookup.nameOf(room), interval)))
                .then();
    }

    private Mono<Void> act(String room, String member, BiFunction<Room, String, Moderation> act) {
        return lookup.find(room)
                .doOnNext(found -> {
                    if (!found.mayKnow(member)) {
                        throw ChatProblem.MEMBER_NOT_FOUND.with(
                                "Nobody in this room has the id \"%s\".".formatted(member));
                    }
                    found.moderate(act.apply(found, member));
                })
                .then();
    }
}
