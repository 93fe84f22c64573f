package atrium.gateway.auth.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.gateway.MovableClock;
import atrium.gateway.auth.secret.Secrets;
import atrium.gateway.auth.secret.SplitToken;
import atrium.gateway.auth.storage.UnreadableStateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTests {

    private static final SessionLifetimes LIFETIMES = new SessionLifetimes(
            Duration.ofDays(14),
            Duration.ofDays(90),
            Duration.ofDays(1),
            Duration.ofSeconds(10),
            Duration.ofMinutes(5));

    @TempDir
    private Path directory;

    private final MovableClock clock = new MovableClock();

    @Test
    void a_refresh_token_is_good_once_and_gives_the_next() {
        Sessions sessions = open();
        Refreshed.Rotated begun = sessions.begin("ada");

        Refreshed.Rotated next = rotated(sessions.refresh(begun.next()));

        assertThat(next.next()).isNotEqualTo(begun.next());
        assertThat(next.session().id()).isEqualTo(begun.session().id());
        rotated(sessions.refresh(next.next()));
    }

    @Test
    void another_tab_that_is_a_moment_late_is_let_in_but_gets_no_refresh_token() {
        Sessions sessions = open();
        Refreshed.Rotated begun = sessions.begin("ada");
        Refreshed.Rotated next = rotated(sessions.refresh(begun.next()));
        clock.pass(Duration.ofSeconds(9));

        assertThat(sessions.refresh(begun.next())).isInstanceOf(Refreshed.Late.class);
        rotated(sessions.refresh(next.next()));
    }

    @Test
    void a_refresh_token_that_is_used_again_ends_the_session_for_whoever_has_it() {
        Sessions sessions = open();
        Refreshed.Rotated begun = sessions.begin("ada");
        Refreshed.Rotated next = rotated(sessions.refresh(begun.next()));
        clock.pass(Duration.ofSeconds(10));

        assertThat(sessions.refresh(begun.next())).isInstanceOf(Refreshed.Reused.class);
        assertThat(sessions.refresh(next.next())).isInstanceOf(Refreshed.Unknown.class);
        assertThat(sessions.isOver(begun.session().id())).isTrue();
    }

    @Test
    void an_older_one_than_the_last_ends_it_even_in_the_grace() {
        Sessions sessions = open();
        Refreshed.Rotated begun = sessions.begin("ada");
        Refreshed.Rotated next = rotated(sessions.refresh(begun.next()));
        rotated(sessions.refresh(next.next()));

        assertThat(sessions.refresh(begun.next())).isInstanceOf(Refreshed.Reused.class);
    }

    @Test
    void a_restart_signs_nobody_out_and_forgets_no_sign_out() {
        Sessions before = open();
        Refreshed.Rotated stays = before.begin("ada");
        Refreshed.Rotated guest = before.beginGuest("Bob", List.of("lobby"));
        Refreshed.Rotated leaves = before.begin("eve");
        before.end(leaves.session().id());

        Sessions after = open();

        rotated(after.refresh(stays.next()));
        assertThat(rotated(after.refresh(guest.next())).session().rooms()).containsExactly("lobby");
        assertThat(after.refresh(leaves.next())).isInstanceOf(Refreshed.Unknown.class);
        assertThat(after.isOver(leaves.session().id())).isTrue();
    }

    @Test
    void the_file_holds_no_refresh_token() throws IOException {
        Sessions sessions = open();
        SplitToken first = sessions.begin("ada").next();
        SplitToken next = rotated(sessions.refresh(first)).next();

        assertThat(Files.readString(directory.resolve("sessions.json")))
                .contains(Secrets.digest(next.secret()))
                .doesNotContain(first.secret(), next.secret());
    }

    @Test
    void a_session_ends_without_use_and_however_much_it_is_used() {
        Sessions sessions = open();
        Refreshed.Rotated unused = sessions.begin("ada");
        Refreshed.Rotated used = sessions.begin("bob");
        for (int day = 0; day < 13; day++) {
            clock.pass(Duration.ofDays(1));
            used = rotated(sessions.refresh(used.next()));
        }
        clock.pass(Duration.ofDays(1));
        assertThat(sessions.refresh(unused.next())).isInstanceOf(Refreshed.Unknown.class);
        for (int week = 0; week < 10; week++) {
            used = rotated(sessions.refresh(used.next()));
            clock.pass(Duration.ofDays(7));
        }
        used = rotated(sessions.refresh(used.next()));
        clock.pass(Duration.ofDays(7));
        assertThat(sessions.refresh(used.next())).isInstanceOf(Refreshed.Unknown.class);
    }

    @Test
    void a_guest_is_the_same_for_a_day_and_may_be_invited_further() {
        Sessions sessions = open();
        Refreshed.Rotated guest = sessions.beginGuest("Bob", List.of("one"));

        assertThat(guest.session().subject()).startsWith("g-");
        assertThat(sessions.invite(guest.session().id(), "two").orElseThrow().rooms())
                .containsExactly("one", "two");
        clock.pass(Duration.ofDays(1));
        assertThat(sessions.refresh(guest.next())).isInstanceOf(Refreshed.Unknown.class);
        assertThat(sessions.invite(guest.session().id(), "three")).isEmpty();
    }

    @Test
    void the_other_sessions_of_an_account_can_be_ended() {
        Sessions sessions = open();
        Refreshed.Rotated here = sessions.begin("ada");
        Refreshed.Rotated there = sessions.begin("ada");
        Refreshed.Rotated another = sessions.begin("bob");

        sessions.endAllOf("ada", here.session().id());

        assertThat(sessions.isOver(there.session().id())).isTrue();
        rotated(sessions.refresh(here.next()));
        rotated(sessions.refresh(another.next()));
    }

    @Test
    void an_ended_session_is_remembered_until_its_last_access_token_has_expired() {
        Sessions sessions = open();
        Refreshed.Rotated begun = sessions.begin("ada");
        sessions.end(begun.session().id());

        clock.pass(Duration.ofMinutes(5).plusSeconds(31));
        assertThat(sessions.isOver(begun.session().id())).isTrue();
        clock.pass(Duration.ofMinutes(1));
        assertThat(sessions.isOver(begun.session().id())).isFalse();
    }

    @Test
    void of_one_account_the_browser_that_was_longest_away_gives_way() {
        Sessions sessions = open();
        List<Refreshed.Rotated> all = new ArrayList<>();
        for (int i = 0; i < Sessions.MOST_OF_ONE + 1; i++) {
            all.add(sessions.begin("ada"));
            clock.pass(Duration.ofSeconds(1));
        }

        assertThat(sessions.count()).isEqualTo(Sessions.MOST_OF_ONE);
        assertThat(sessions.isOver(all.getFirst().session().id())).isTrue();
        rotated(sessions.refresh(all.getLast().next()));
    }

    @Test
    void a_damaged_file_is_an_error() throws IOException {
        Files.writeString(directory.resolve("sessions.json"), "{\"version\": 1, \"sessions\": [{}], \"ended\": {}}");

        assertThatThrownBy(this::open)
                .isInstanceOf(UnreadableStateException.class)
                .hasMessageContaining("sessions.json cannot be read");
    }

    private Sessions open() {
        return Sessions.open(directory, () -> LIFETIMES, new Secrets(new SecureRandom()), clock);
    }

    private static Refreshed.Rotated rotated(Refreshed refreshed) {
        assertThat(refreshed).isInstanceOf(Refreshed.Rotated.class);
        return (Refreshed.Rotated) refreshed;
    }
}
