package atrium.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.chat.backplane.RoomRules;
import atrium.chat.message.Moderation;
import atrium.chat.message.RoomName;
import atrium.chat.message.Sender;
import atrium.chat.problem.ChatProblem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoomMannersTests {

    private static final Sender BOB = new Sender("b1-bob", "Bob");
    private static final Sender BOB_AGAIN = new Sender("b2-bob", "Bob");
    private static final List<String> MEMBER = List.of("member");

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final RoomManners manners = new RoomManners(() -> now);

    @Test
    void a_mute_is_a_persons_and_ends() {
        manners.follow(new Moderation.Mute(BOB.id(), now.plusSeconds(60)));

        assertThat(refusal(BOB_AGAIN, MEMBER)).contains(ChatProblem.MUTED);
        now = now.plusSeconds(60);
        assertThat(refusal(BOB, MEMBER)).isEmpty();
        assertThat(manners.rules()).isEqualTo(RoomRules.NONE);
    }

    @Test
    void a_ban_is_a_persons_and_ends() {
        Instant end = now.plusSeconds(60);
        manners.follow(new Moderation.Kick(BOB.id(), end));

        assertThat(manners.bannedUntil("bob")).contains(end);
        assertThat(manners.isBanned("alice")).isFalse();
        now = end;
        assertThat(manners.isBanned("bob")).isFalse();
    }

    @Test
    void in_slow_mode_only_what_may_be_said_is_counted_and_moderators_are_not_slowed() {
        manners.follow(new Moderation.Slow(new RoomName("r"), Duration.ofSeconds(10)));

        assertThat(refusal(BOB, MEMBER)).isEmpty();
        now = now.plusSeconds(9);
        assertThat(refusal(BOB_AGAIN, MEMBER)).contains(ChatProblem.SLOW_MODE);
        assertThat(refusal(BOB, List.of("member", "moderator"))).isEmpty();
        now = now.plusSeconds(1);
        assertThat(refusal(BOB, MEMBER)).isEmpty();
    }

    @Test
    void what_the_line_says_takes_the_place_of_what_held() {
        manners.follow(new Moderation.Mute(BOB.id(), Instant.MAX));

        manners.follow(RoomRules.NONE);

        assertThat(refusal(BOB, MEMBER)).isEmpty();
    }

    private Optional<ChatProblem> refusal(Sender from, List<String> roles) {
        return manners.refusal(from, roles, now).map(Posted.Refused::problem);
    }
}
