package atrium.gateway.auth.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.gateway.MovableClock;
import atrium.gateway.auth.problem.AuthProblem;
import atrium.gateway.auth.secret.Secrets;
import atrium.gateway.auth.storage.UnreadableStateException;
import atrium.platform.identity.Role;
import atrium.platform.problem.PlatformProblem;
import atrium.platform.problem.ProblemException;
import atrium.platform.problem.ProblemType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsTests {

    private static final ProviderSubject ADA = new ProviderSubject("https://id.example", "1");

    @TempDir
    private Path directory;

    @Test
    void an_account_is_found_by_id_and_by_name_however_it_is_written_also_after_a_restart() {
        Account ada = open().create("Ada", Role.MEMBER, "hash");

        assertThat(open().withId(ada.id())).contains(ada);
        assertThat(open().named("ADA")).contains(ada);
    }

    @Test
    void a_name_is_given_once() {
        Accounts accounts = open();
        accounts.create("ada", Role.MEMBER, "hash");

        assertRefused(AuthProblem.NAME_TAKEN, () -> accounts.create("ADA", Role.ADMIN, "hash"));
    }

    @Test
    void a_change_and_a_removal_outlive_a_restart() {
        Accounts accounts = open();
        Account ada = accounts.create("ada", Role.MEMBER, "hash");
        Account bob = accounts.create("bob", Role.MEMBER, "hash");

        accounts.update(ada.id(), account -> account.withRole(Role.MODERATOR).withDisabled(true));
        accounts.remove(bob.id());

        assertThat(open().all()).singleElement().satisfies(account -> {
            assertThat(account.role()).isEqualTo(Role.MODERATOR);
            assertThat(account.disabled()).isTrue();
        });
        assertThat(open().named("bob")).isEmpty();
    }

    @Test
    void the_last_enabled_admin_can_be_neither_removed_nor_lowered_nor_disabled() {
        Accounts accounts = open();
        Account one = accounts.create("one", Role.ADMIN, "hash");
        Account two = accounts.create("two", Role.ADMIN, "hash");
        accounts.update(two.id(), account -> account.withDisabled(true));

        assertRefused(AuthProblem.LAST_ADMIN, () -> accounts.remove(one.id()));
        assertRefused(
                AuthProblem.LAST_ADMIN, () -> accounts.update(one.id(), account -> account.withRole(Role.MODERATOR)));
        assertRefused(AuthProblem.LAST_ADMIN, () -> accounts.update(one.id(), account -> account.withDisabled(true)));
        accounts.update(two.id(), account -> account.withDisabled(false));
        accounts.remove(one.id());
        assertThat(accounts.all()).extracting(Account::name).containsExactly("two");
    }

    @Test
    void an_id_that_nobody_has_is_not_found() {
        assertRefused(PlatformProblem.NOT_FOUND, () -> open().remove("nobody"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"version\": 1}",
                "{\"version\": 1, \"accounts\": [{\"id\": \"1\", \"name\": \"ada\"}]}",
                "{\"version\": 1, \"accounts\": [null]}",
                "{\"version\": 9, \"accounts\": []}",
                "{\"version\": 1, \"accounts\": [{\"id\":\"1\",\"name\":\"ada\",\"role\":\"KING\",\"passwordHash\":\"x\","
                        + "\"disabled\":false,\"created\":\"2026-11-25T12:00:00Z\"}]}"
            })
    void a_damaged_file_is_no_empty_one(String text) throws IOException {
        Files.writeString(directory.resolve("accounts.json"), text);

        assertThatThrownBy(this::open)
                .isInstanceOf(UnreadableStateException.class)
                .hasMessageContaining("accounts.json cannot be read");
    }

    @Test
    void who_comes_from_a_provider_is_known_by_issuer_and_subject_alone_also_after_a_restart() {
        Account ada = open().admit(ADA, "Ada", Role.MODERATOR);

        Account again = open().admit(ADA, "Ada L.", null);

        assertThat(again.id()).isEqualTo(ada.id());
        assertThat(again.name()).isEqualTo("ada-l.");
        assertThat(again.role()).isEqualTo(Role.MODERATOR);
        assertThat(again.hasPassword()).isFalse();
        Accounts accounts = open();
        assertThat(accounts.named("ada")).isEmpty();
        assertThat(accounts.of(new ProviderSubject("https://other.example", ADA.subject())))
                .isEmpty();
        accounts.remove(ada.id());
        assertThat(open().of(ADA)).isEmpty();
    }

    @Test
    void a_name_that_another_has_gets_a_number_which_stays() {
        Accounts accounts = open();
        Account owner = accounts.create("ada", Role.ADMIN, "hash");

        Account ada = accounts.admit(ADA, "Ada", null);

        assertThat(ada.name()).isEqualTo("ada-2");
        assertThat(ada.role()).isEqualTo(Role.MEMBER);
        assertThat(accounts.admit(ADA, "Ada", null)).isEqualTo(ada);
        assertThat(accounts.named("ada")).contains(owner);
        assertThat(accounts.admit(new ProviderSubject("https://id.example", "2"), "ADA", null)
                        .name())
                .isEqualTo("ada-3");
    }

    @Test
    void a_provider_may_take_the_role_of_the_last_admin() {
        Accounts accounts = open();
        accounts.admit(ADA, "ada", Role.ADMIN);

        assertThat(accounts.admit(ADA, "ada", Role.MEMBER).role()).isEqualTo(Role.MEMBER);
    }

    @Test
    void a_file_without_people_from_providers_is_as_it_was_and_one_of_before_is_read() throws IOException {
        Files.writeString(directory.resolve("accounts.json"), """
                {"version": 1, "accounts": [{"id": "1", "name": "ada", "role": "MEMBER", "passwordHash": "x",
                 "disabled": false, "created": "2026-11-25T12:00:00Z"}]}""");

        Accounts accounts = open();
        assertThat(accounts.named("ada"))
                .hasValueSatisfying(ada -> assertThat(ada.provider()).isNull());
        accounts.update("1", account -> account.withDisabled(true));

        assertThat(directory.resolve("accounts.json")).content().doesNotContain("provider", "hasPassword");
    }

    @Test
    void two_accounts_of_one_person_are_a_damage() throws IOException {
        String account = "{\"id\":\"%s\",\"name\":\"%s\",\"role\":\"MEMBER\",\"passwordHash\":\"\",\"disabled\":false,"
                + "\"created\":\"2026-11-25T12:00:00Z\",\"provider\":{\"issuer\":\"https://id.example\",\"subject\":\"1\"}}";
        Files.writeString(
                directory.resolve("accounts.json"),
                "{\"version\": 1, \"accounts\": [" + account.formatted("1", "ada") + "," + account.formatted("2", "bob")
                        + "]}");

        assertThatThrownBy(this::open)
                .isInstanceOf(UnreadableStateException.class)
                .hasMessageContaining("two accounts are of one person");
    }

    @Test
    void where_nobody_is_the_first_admin_is_made_and_where_somebody_is_nobody() {
        Passwords passwords = Passwords.argon2id(new SecureRandom(), 1, new SimpleMeterRegistry());
        Accounts accounts = open();
        FirstAdmin.make(accounts, passwords, "");
        assertThat(accounts.isEmpty()).isTrue();

        FirstAdmin.make(accounts, passwords, "first password");
        FirstAdmin.make(accounts, passwords, "second password");

        Account admin = open().named("admin").orElseThrow();
        assertThat(admin.role()).isEqualTo(Role.ADMIN);
        assertThat(passwords.matches("first password", admin.passwordHash())).isTrue();
    }

    @Test
    void a_first_password_that_is_too_short_stops_the_start() {
        Passwords passwords = Passwords.argon2id(new SecureRandom(), 1, new SimpleMeterRegistry());

        assertThatThrownBy(() -> FirstAdmin.make(open(), passwords, "short"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ATRIUM_ADMIN_PASSWORD")
                .hasMessageNotContaining("short");
    }

    private Accounts open() {
        return Accounts.open(directory, new Secrets(new SecureRandom()), new MovableClock());
    }

    private static void assertRefused(ProblemType expected, ThrowingCallable change) {
        assertThatThrownBy(change)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(expected));
    }
}
