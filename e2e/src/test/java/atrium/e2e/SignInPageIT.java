package atrium.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.platform.testsupport.Part;
import atrium.platform.testsupport.Requires;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A person in a browser before a private room: in by an account, out, and in again by an invitation. */
@Requires(Part.BROWSER)
@ExtendWith(SystemUnderTest.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInPageIT {

    private static final Duration IN_FORCE = Duration.ofSeconds(10);
    private static final Pattern PRINTED = Pattern.compile("admin password +(\\S+)");
    private static final String SHARED = "atrium.yaml";

    private final String room =
            "private-" + UUID.randomUUID().toString().substring(0, 8);
    private Browser browser;

    @BeforeAll
    void openTheBrowser() {
        browser = new Browser();
    }

    @AfterAll
    void closeTheBrowser() {
        browser.close();
    }

    @BeforeEach
    void makeTheRoomPrivate(RunningSystem system) throws IOException {
        system.nacos().publish(SHARED, firstValue() + "\natrium.rooms.private: [\"" + room + "\"]\n");
        await().atMost(IN_FORCE).until(() -> isPrivate(system));
    }

    @AfterEach
    void openTheRoom(RunningSystem system) throws IOException {
        system.nacos().publish(SHARED, firstValue());
        await().atMost(IN_FORCE).until(() -> !isPrivate(system));
    }

    @Test
    void a_private_room_opens_by_an_account_and_closes_when_it_signs_out(RunningSystem system) {
        Page page = browser.tab();
        page.navigate(system.url("/rooms/" + room).toString());
        assertThat(page.getByTestId("room-private")).isVisible();
        assertThat(page.getByTestId("player-state")).hasCount(0);
        Browser.screenshot(page, "private-room");

        signIn(page, "wrong " + room);
        assertThat(page.locator("dialog").getByTestId("fault")).hasAttribute("data-fault", "fault.credentials");
        page.getByTestId("sign-in-password").fill(printedPassword(system));
        page.getByTestId("sign-in-password").press("Enter");

        assertThat(page.getByTestId("chat-input")).isEnabled();
        assertThat(page.getByTestId("account")).containsText("admin");
        assertThat(page.getByTestId("chat-account")).hasText("admin");
        Page other = page.context().newPage();
        other.navigate(system.url("/").toString());
        assertThat(other.getByTestId("account")).hasAttribute("data-kind", "account");

        signOut(page);

        assertThat(page.getByTestId("room-private")).isVisible();
        assertThat(other.getByTestId("account")).hasAttribute("data-kind", "nobody");
        assertThat(browser.errors()).isEmpty();
        assertThat(browser.foreignRequests()).isEmpty();
    }

    @Test
    void an_invitation_lets_one_guest_in_and_is_not_in_the_address(RunningSystem system) {
        Page page = browser.tab();
        page.navigate(system.url("/rooms/" + room).toString());
        signIn(page, printedPassword(system));
        String link = invitation(page);
        signOut(page);
        assertThat(page.getByTestId("room-private")).isVisible();

        page.navigate(link);

        assertThat(page.getByTestId("chat-input")).isEnabled();
        assertThat(page.getByTestId("account")).hasAttribute("data-kind", "guest");
        assertThat(page).hasURL(system.url("/rooms/" + room).toString());
        page.reload();
        assertThat(page.getByTestId("chat-input")).isEnabled();
        Page late = browser.tab();
        late.navigate(link);
        assertThat(late.getByTestId("room-private")).isVisible();
        assertThat(late.getByTestId("fault")).hasAttribute("data-fault", "fault.inviteEnded");
    }

    @Test
    void no_script_can_read_what_a_session_is_made_of(RunningSystem system) {
        Page page = browser.tab();
        page.navigate(system.url("/rooms/" + room).toString());
        signIn(page, printedPassword(system));
        assertThat(page.getByTestId("chat-input")).isEnabled();

        assertThat(page.context().cookies()).extracting(cookie -> cookie.name).contains("atrium_access");
        assertThat((String) page.evaluate("document.cookie")).isEmpty();
        assertThat((String) page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})"))
                .contains("atrium.session")
                .doesNotContain("eyJ");
    }

    /** From the door of the private room. */
    private static void signIn(Page page, String password) {
        page.getByTestId("private-sign-in").click();
        assertThat(page.getByTestId("sign-in-name")).isFocused();
        page.getByTestId("sign-in-name").fill("admin");
        page.getByTestId("sign-in-password").fill(password);
        page.getByTestId("sign-in-submit").click();
    }

    private static void signOut(Page page) {
        page.getByTestId("account").click();
        page.getByTestId("sign-out").click();
        assertThat(page.getByTestId("account")).hasAttribute("data-kind", "nobody");
    }

    /** A link that a moderator gets in the room. */
    private static String invitation(Page page) {
        page.getByTestId("invite").click();
        Locator link = page.getByTestId("invite-link");
        assertThat(link).hasValue(Pattern.compile("/rooms/[^/]+\\?invite=.{60,}"));
        String address = link.inputValue();
        page.keyboard().press("Escape");
        assertThat(page.locator("dialog")).hasCount(0);
        return address;
    }

    private boolean isPrivate(RunningSystem system) {
        return Http.get(system.url("/chat/rooms/" + room)).statusCode() == 401;
    }

    private static String firstValue() throws IOException {
        return Files.readString(
                RunningSystem.repository().resolve("nacos-config/config/ATRIUM").resolve(SHARED));
    }

    private static String printedPassword(RunningSystem system) {
        Matcher printed = PRINTED.matcher(system.greeting());
        assertThat(printed.find()).as(system.greeting()).isTrue();
        return printed.group(1);
    }
}
