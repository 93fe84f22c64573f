package atrium.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.chat.message.Sender;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonsTests {

    private final SecureRandom random = new SecureRandom();
    private final Persons persons = Persons.keyedBy("secret", random);

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"-, bob, 192.0.2.1", "-, bob, 2001:db8::1", "admin, bob, 192.0.2.1"})
    void a_person_is_ten_letters_and_the_same_on_every_node(@Nullable String account, String skeleton, String address) {
        String person = persons.personOf(account, skeleton, address);

        assertThat(person).matches("[0-9a-z]{10}");
        assertThat(Persons.keyedBy("secret", random).personOf(account, skeleton, address))
                .isEqualTo(person);
    }

    @Test
    void name_address_and_key_make_different_persons() {
        assertThat(Set.of(
                        persons.personOf(null, "bob", "192.0.2.1"),
                        persons.personOf(null, "bob", "192.0.2.2"),
                        persons.personOf(null, "alice", "192.0.2.1"),
                        persons.personOf("bob", "bob", "192.0.2.1"),
                        Persons.keyedBy("other", random).personOf(null, "bob", "192.0.2.1"),
                        Persons.keyedBy("", random).personOf(null, "bob", "192.0.2.1"),
                        Persons.keyedBy("", random).personOf(null, "bob", "192.0.2.1")))
                .hasSize(7);
    }

    @Test
    void who_has_signed_in_is_the_same_person_everywhere() {
        assertThat(persons.personOf("admin", "x", "192.0.2.1")).isEqualTo(persons.personOf("admin", "y", "192.0.2.2"));
    }

    @Test
    void many_threads_get_the_same_answers() {
        Set<String> answers = ConcurrentHashMap.newKeySet();

        IntStream.range(0, 10_000)
                .parallel()
                .forEach(i -> answers.add(persons.personOf(null, "guest " + i % 100, "192.0.2.1")));

        assertThat(answers).hasSize(100);
    }

    @Test
    void every_letter_occurs_in_every_place() {
        Set<String> seen = new HashSet<>();
        for (int guest = 0; guest < 2000; guest++) {
            String person = persons.personOf(null, "guest " + guest, "192.0.2.1");
            IntStream.range(0, person.length()).forEach(at -> seen.add(at + " " + person.charAt(at)));
        }

        assertThat(seen).hasSize(10 * 36);
    }

    @Test
    void an_id_names_its_person_and_no_two_are_the_same() {
        MemberIds ids = new MemberIds(random);

        assertThat(Sender.person(ids.idOf("abc123"))).isEqualTo("abc123");
        assertThat(ids.idOf("abc123")).isNotEqualTo(ids.idOf("abc123"));
    }

    @Test
    void an_id_is_unsigned_to_base_36() {
        RandomGenerator last = () -> -1;

        assertThat(new MemberIds(last).idOf("p")).isEqualTo("3w5e11264sgsf-p");
    }
}
