package atrium.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.platform.testsupport.Part;
import atrium.platform.testsupport.Requires;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A person in a browser: watches, talks, hands a file on. */
@Requires(Part.BROWSER)
@ExtendWith(SystemUnderTest.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoomIT {

    private Browser browser;

    @BeforeAll
    void openTheBrowser() {
        browser = new Browser();
    }

    @AfterAll
    void closeTheBrowser() {
        browser.close();
    }

    @Test
    void the_demo_stream_plays(RunningSystem system) {
        Page page = enter(system, "demo");
        Locator video = page.getByTestId("player-video");
        await("the first picture").atMost(Duration.ofSeconds(20)).until(() -> number(video, "v => v.currentTime") > 0);

        double from = number(video, "v => v.currentTime");
        double frames = number(video, "v => v.getVideoPlaybackQuality().totalVideoFrames");
        page.waitForFunction("t => performance.now() > t", number(video, "() => performance.now()") + 5_000);

        assertThat(number(video, "v => v.currentTime") - from).isGreaterThanOrEqualTo(3);
        assertThat(number(video, "v => v.getVideoPlaybackQuality().totalVideoFrames") - frames)
                .isGreaterThan(50);
        assertThat(number(video, "v => v.error ? 1 : 0")).isZero();
        assertThat(browser.errors()).isEmpty();
        assertThat(browser.foreignRequests()).isEmpty();
    }

    /** As when somebody sets another size in OBS: the publisher stops, and comes back with it. */
    @Test
    void another_size_plays_on(RunningSystem system, @TempDir Path directory) throws Exception {
        Ffmpeg ffmpeg = Ffmpeg.of(system);
        String target = Ffmpeg.publishUrl(system, "resized-room");
        Process publisher = ffmpeg.publish(target, "320x180", 60, directory.resolve("small.log"));
        try {
            Ffmpeg.awaitLive(system, "resized-room");
            Locator video = enter(system, "resized-room").getByTestId("player-video");
            await("320 wide").atMost(Duration.ofSeconds(20)).until(() -> number(video, "v => v.videoWidth") == 320);

            publisher.destroyForcibly().waitFor();
            publisher = ffmpeg.publish(target, "640x360", 60, directory.resolve("large.log"));

            await("640 wide").atMost(Duration.ofSeconds(20)).until(() -> number(video, "v => v.videoWidth") == 640);
            double from = number(video, "v => v.currentTime");
            await("it goes on")
                    .atMost(Duration.ofSeconds(15))
                    .until(() -> number(video, "v => v.currentTime") > from + 2);
            assertThat(browser.errors()).isEmpty();
        } finally {
            publisher.destroyForcibly().waitFor();
        }
    }

    /** The picture in the README comes from here. */
    @Test
    void a_room_in_use_shows_stream_chat_and_files(RunningSystem system, @TempDir Path directory) throws Exception {
        Page page = enter(system, "demo");
        Page other = enter(system, "demo");
        await("the first picture")
                .atMost(Duration.ofSeconds(20))
                .until(() -> number(page.getByTestId("player-video"), "v => v.currentTime") > 0);

        say(other, "Picture and sound are fine here.");
        say(page, "Good. The agenda is below the picture.");
        other.getByTestId("file-input")
                .setInputFiles(Files.writeString(directory.resolve("agenda.txt"), "1. Hello\n2. Questions\n"));
        say(other, "谢谢，看到了！");

        assertThat(page.getByTestId("file-row").filter(text("agenda.txt"))).hasCount(1);
        assertThat(page.getByTestId("chat-message").filter(text("看到了"))).hasCount(1);
        Browser.screenshot(page, "room");
    }

    @Test
    void two_tabs_talk_and_markup_stays_text(RunningSystem system) {
        Page one = enter(system, "talk");
        Page two = enter(system, "talk");

        say(one, "hello from one");
        say(two, "<img src=x onerror=\"document.title='owned'\"> 你好");

        for (Page page : new Page[] {one, two}) {
            assertThat(page.getByTestId("chat-message").filter(text("hello from one")))
                    .hasCount(1);
            assertThat(page.getByTestId("chat-message").filter(text("<img src=x")))
                    .hasCount(1);
            assertThat(page).not().hasTitle("owned");
        }
    }

    @Test
    void a_file_goes_up_and_comes_down_as_it_was(RunningSystem system, @TempDir Path directory) throws Exception {
        byte[] content = new byte[5 * 1024 * 1024 + 7];
        new Random(42).nextBytes(content);
        Path file = Files.write(directory.resolve("报告 \"final\".bin"), content);
        Page page = enter(system, "files");

        page.getByTestId("file-input").setInputFiles(file);

        Locator link = page.getByTestId("file-link").first();
        link.waitFor(new Locator.WaitForOptions().setTimeout(30_000));
        var down = Http.bytes(system.url("").resolve(String.valueOf(link.getAttribute("href"))));
        assertThat(sha256(down.body())).isEqualTo(sha256(content));
        assertThat(down.headers().firstValue("ETag")).hasValue("\"" + sha256(content) + "\"");
        assertThat(down.headers().firstValue("Content-Disposition").orElse("")).contains("%E6%8A%A5%E5%91%8A");
        Browser.screenshot(page, "files");
    }

    @Test
    void a_room_without_a_stream_says_so_in_both_languages(RunningSystem system) {
        for (String language : new String[] {"en-US", "zh-CN"}) {
            Page page = browser.tab(new com.microsoft.playwright.Browser.NewContextOptions()
                    .setLocale(language)
                    .setColorScheme(language.startsWith("zh") ? ColorScheme.DARK : ColorScheme.LIGHT)
                    .setViewportSize(390, 844));
            page.navigate(system.url("/rooms/quiet").toString());
            assertThat(page.getByTestId("player-state")).isVisible();
            assertThat(page.locator("html")).hasAttribute("lang", language.startsWith("zh") ? "zh-CN" : "en");
            boolean fits = (Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth");
            assertThat(fits).as("no sideways scrolling on a phone").isTrue();
            Browser.screenshot(page, "quiet-" + language);
        }
    }

    private Page enter(RunningSystem system, String room) {
        Page page = browser.tab();
        page.navigate(system.url("/rooms/" + room).toString());
        assertThat(page.getByTestId("chat-input")).isEnabled();
        return page;
    }

    private static void say(Page page, String text) {
        page.getByTestId("chat-input").fill(text);
        page.getByTestId("chat-input").press("Enter");
        assertThat(page.getByTestId("chat-message").filter(text(text))).hasCount(1);
    }

    private static Locator.FilterOptions text(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    private static double number(Locator video, String expression) {
        return ((Number) video.evaluate(expression)).doubleValue();
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }
}
