package atrium.gateway.auth.invite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.gateway.MovableClock;
import atrium.gateway.auth.problem.AuthProblem;
import atrium.gateway.auth.secret.Secrets;
import atrium.gateway.auth.secret.SplitToken;
import atrium.platform.problem.PlatformProblem;
import atrium.platform.problem.ProblemException;
import atrium.platform.problem.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvitesTests {

    @TempDir
    private Path directory;

    private final MovableClock clock = new MovableClock();

    @Test
    void an_invite_opens_its_room_as_often_as_it_says_also_after_a_restart() {
        SplitToken token = open().issue(terms("lobby", 2)).token();

        assertThat(open().use(token.text())).isEqualTo("lobby");
        assertThat(open().use(token.text())).isEqualTo("lobby");
        assertRefused(AuthProblem.INVITE_ENDED, () -> open().use(token.text()));
        assertThat(open().all()).isEmpty();
    }

    @Test
    void an_invite_ends_by_time_and_by_whoever_takes_it_back() {
        Invites invites = open();
        SplitToken late = invites.issue(terms("lobby", 5)).token();
        SplitToken removed = invites.issue(terms("lobby", 5)).token();
        invites.remove(removed.id());

        assertRefused(AuthProblem.INVITE_ENDED, () -> invites.use(removed.text()));
        assertRefused(PlatformProblem.NOT_FOUND, () -> invites.remove(removed.id()));
        clock.pass(Duration.ofDays(7));
        assertRefused(AuthProblem.INVITE_ENDED, () -> invites.use(late.text()));
    }

    @Test
    void an_id_without_its_secret_opens_nothing_and_the_file_has_no_secret() throws IOException {
        Invites invites = open();
        SplitToken token = invites.issue(terms("lobby", 1)).token();
        String guessed = new SplitToken(token.id(), new Secrets(new SecureRandom()).secret()).text();

        assertRefused(AuthProblem.INVITE_ENDED, () -> invites.use(guessed));
        assertRefused(AuthProblem.INVITE_ENDED, () -> invites.use("nonsense"));
        assertThat(Files.readString(directory.resolve("invites.json"))).doesNotContain(token.secret());
        assertThat(invites.use(token.text())).isEqualTo("lobby");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a b", "..\\x", "a\u0000"})
    void what_names_no_room_is_refused(String room) {
        assertRefused(PlatformProblem.BAD_REQUEST, () -> terms(room, 1));
    }

    @Test
    void uses_and_end_are_bounded() {
        assertRefused(PlatformProblem.BAD_REQUEST, () -> terms("lobby", 0));
        assertRefused(PlatformProblem.BAD_REQUEST, () -> terms("lobby", 1_001));
        assertRefused(PlatformProblem.BAD_REQUEST, () -> InviteTerms.of("lobby", 1, clock.instant(), clock.instant()));
        assertRefused(
                PlatformProblem.BAD_REQUEST,
                () -> InviteTerms.of("lobby", 1, clock.instant().plus(Duration.ofDays(91)), clock.instant()));
        assertThat(InviteTerms.of("Küche", null, null, clock.instant()).uses()).isEqualTo(1);
    }

    private InviteTerms terms(String room, int uses) {
        return InviteTerms.of(room, uses, null, clock.instant());
    }

    private Invites open() {
        return Invites.open(directory, new Secrets(new SecureRandom()), clock);
    }

    private static void assertRefused(ProblemType expected, ThrowingCallable change) {
        assertThatThrownBy(change)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(expected));
    }
}
