package atrium.platform.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import atrium.platform.identity.Person;
import atrium.platform.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;

class RoomAccessTests {

    private final RoomsProperties configured = bound(Map.of(
            "atrium.rooms.private[0]", "staff",
            "atrium.rooms.private[1]", "lab-*",
            "atrium.rooms.private[2]", "caf\u00e9",
            "atrium.rooms.public", "lab-tour"));
    private final RoomAccess access = new RoomAccess(() -> configured);

    @ParameterizedTest
    @CsvSource({
        "lobby, nobody, yes", "lobby, guest, yes", "lobby, invited, yes", "lobby, member, yes", "lobby, service, yes",
        "staff, nobody, 401", "staff, guest, 403", "staff, invited, yes", "staff, member, yes", "staff, service, yes",
        "lab-1, nobody, 401", "lab-1, guest, 403", "lab-1, invited, 403", "lab-1, member, yes", "lab-1, service, yes",
        "lab-tour, nobody, yes", "Staff, nobody, yes", "staffroom, nobody, yes", "a-lab-1, nobody, yes",
        "caf\u00e9, nobody, 401", "cafe\u0301, nobody, 401", "lab-, guest, 403",
        "caf\u00e9, invited, yes", "cafe\u0301, invited, yes"
    })
    void a_private_room_is_open_to_accounts_and_to_who_was_invited_to_it(String room, String who, String answer) {
        String told = access.refusal(person(who), room)
                .map(RoomAccessTests::status)
                .orElse("yes");

        assertThat(told).isEqualTo(answer);
        assertThat(access.isOpenTo(person(who), room)).isEqualTo(answer.equals("yes"));
    }

    @ParameterizedTest
    @CsvSource({
        "nobody, lobby, false", "guest, lobby, false", "invited, lobby, false", "member, lobby, true",
        "service, lobby, true", "nobody, staff, false", "guest, staff, false", "invited, staff, true",
        "invited, Staff, false", "invited, caf\u00e9, true"
    })
    void who_is_known_in_a_room_is_not_asked_of_whether_it_is_private(String who, String room, boolean known) {
        assertThat(RoomAccess.isKnownIn(person(who), room)).isEqualTo(known);
    }

    @Test
    void nothing_is_private_where_nothing_is_configured() {
        assertThat(bound(Map.of()).isPrivate("staff")).isFalse();
    }

    @Test
    void a_pattern_means_what_it_says_and_takes_no_long_to_read() {
        assertThat(RoomPattern.of("a.c").matches("abc")).isFalse();
        assertThat(RoomPattern.of("*").matches("\u623f\u95f4")).isTrue();
        assertThat(RoomPattern.of("a**b*").matches("a-b")).isTrue();
        assertThat(RoomPattern.of("aba*aba").matches("ababa")).isFalse();
        assertThat(RoomPattern.of("a*b*c").matches("a-b-b-c")).isTrue();
        assertThat(RoomPattern.of("a*b*c").matches("a-bc-")).isFalse();
        assertThat(RoomPattern.of("*a".repeat(30)).matches("a".repeat(29) + "b")).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> RoomPattern.of(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> RoomPattern.of("x".repeat(257)));
    }

    private static String status(ProblemException refusal) {
        return Integer.toString(refusal.type().line().status().value());
    }

    private static @Nullable Authentication person(String who) {
        return switch (who) {
            case "nobody" -> null;
            case "guest" -> token(new Person("g-1", "Gast", Set.of(), true, List.of()));
            case "invited" -> token(new Person("g-2", "Gast", Set.of(), true, List.of("staff", "cafe\u0301")));
            case "member" -> token(new Person("a1", "Ada", Set.of(), false, List.of()));
            default -> new TestingAuthenticationToken("files", "");
        };
    }

    private static Authentication token(Person person) {
        TestingAuthenticationToken token = new TestingAuthenticationToken(person.subject(), "");
        token.setDetails(person);
        return token;
    }

    private static RoomsProperties bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("atrium.rooms", RoomsProperties.class);
    }
}
