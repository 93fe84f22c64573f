package atrium.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.platform.testsupport.Part;
import atrium.platform.testsupport.Requires;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every output of a stream in the player that it is made for, in a browser, through the gateway. */
@Requires(Part.BROWSER)
@ExtendWith(SystemUnderTest.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutputsIT {

    private static final Path PLAYERS = RunningSystem.repository().resolve("e2e/players/node_modules");
    private static final String[] LIBRARIES = {
        "mpegts.js/dist/mpegts.js", "hls.js/dist/hls.min.js", "@cycjimmy/jsmpeg-player/dist/jsmpeg-player.umd.js"
    };

    private Browser browser;

    @BeforeAll
    void openTheBrowser() {
        browser = new Browser();
    }

    @AfterAll
    void closeTheBrowser() {
        browser.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "flv-http",
                "flv-websocket",
                "mpegts-http",
                "mpegts-websocket",
                "fmp4-http",
                "fmp4-websocket",
                "hls",
                "hls-low-latency",
                "jsmpeg"
            })
    void plays_in_a_browser(String output, RunningSystem system) throws IOException {
        Page page = playerPage(system);
        page.evaluate(
                "([output, base]) => { window.progress = players[output](base); }",
                new String[] {output, system.url("/stream/demo").toString()});
        await("the first picture of " + output)
                .atMost(Duration.ofSeconds(20))
                .until(() -> progress(page).get("time") > 0 && progress(page).get("pictures") > 0);
        double from = progress(page).get("time");
        double pictures = progress(page).get("pictures");

        await(output + " goes on")
                .atMost(Duration.ofSeconds(20))
                .until(() -> progress(page).get("time") >= from + 3);

        assertThat(page.evaluate("progress().error")).isNull();
        assertThat(progress(page).get("pictures")).isGreaterThan(pictures + 50);
        assertThat(((Number) page.evaluate("pictureVariance()")).doubleValue())
                .as("a test pattern, not one colour")
                .isGreaterThan(1000);
        Browser.screenshot(page, "output-" + output);
        page.context().close();
    }

    /** As when somebody sets another size in OBS: the publisher stops, and comes back with it. */
    @ParameterizedTest
    @ValueSource(strings = {"fmp4-websocket", "flv-websocket", "hls-low-latency"})
    void another_size_plays_on(String output, RunningSystem system, @TempDir Path directory) throws Exception {
        Ffmpeg ffmpeg = Ffmpeg.of(system);
        String url = Ffmpeg.publishUrl(system, "resized");
        Process publisher = ffmpeg.publish(url, "320x180", 60, directory.resolve("small.log"));
        try {
            Ffmpeg.awaitLive(system, "resized");
            Page page = playerPage(system);
            page.evaluate(
                    "([output, base]) => { window.progress = players[output](base); }",
                    new String[] {output, system.url("/stream/resized").toString()});
            await("320 wide").atMost(Duration.ofSeconds(20)).until(() -> width(page) == 320);

            publisher.destroyForcibly().waitFor();
            publisher = ffmpeg.publish(url, "640x360", 60, directory.resolve("large.log"));

            await("640 wide").atMost(Duration.ofSeconds(20)).until(() -> width(page) == 640);
            double from = progress(page).get("time");
            await("it goes on")
                    .atMost(Duration.ofSeconds(15))
                    .until(() -> progress(page).get("time") > from + 2);
            assertThat(page.evaluate("progress().error")).isNull();
            page.context().close();
        } finally {
            publisher.destroyForcibly().waitFor();
        }
    }

    @Test
    void low_latency_is_low(RunningSystem system) throws IOException {
        Page page = playerPage(system);
        page.evaluate(
                "base => { window.progress = players['hls-low-latency'](base); }",
                system.url("/stream/demo").toString());

        await("within two seconds of live")
                .atMost(Duration.ofSeconds(30))
                .until(() -> progress(page).get("time") > 5
                        && progress(page).get("latency") > 0
                        && progress(page).get("latency") < 2);
        page.context().close();
    }

    @Test
    void a_snapshot_is_a_picture(RunningSystem system) throws IOException {
        HttpResponse<InputStream> answer = Http.stream(system.url("/stream/demo.jpg"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("image/jpeg");
        try (InputStream body = answer.body()) {
            var picture = ImageIO.read(body);
            assertThat(picture.getWidth()).isEqualTo(640);
            assertThat(picture.getHeight()).isEqualTo(360);
        }
    }

    private Page playerPage(RunningSystem system) throws IOException {
        Page page =
                browser.tab(new NewContextOptions().setViewportSize(660, 380).setBypassCSP(true));
        page.navigate(system.url("/").toString());
        for (String library : LIBRARIES) {
            page.addScriptTag(new Page.AddScriptTagOptions()
                    .setContent(Files.readString(PLAYERS.resolve(library), StandardCharsets.UTF_8)));
        }
        try (InputStream script = OutputsIT.class.getResourceAsStream("/players.js")) {
            page.addScriptTag(new Page.AddScriptTagOptions()
                    .setContent(new String(script.readAllBytes(), StandardCharsets.UTF_8)));
        }
        return page;
    }

    /** Time and pictures so far, and the latency in seconds where the player knows it, else 0. */
    private static Map<String, Double> progress(Page page) {
        Map<?, ?> now = (Map<?, ?>) page.evaluate("progress()");
        return Map.of(
                "time", number(now.get("time")),
                "pictures", number(now.get("pictures")),
                "latency", number(now.get("latency")));
    }

    private static double width(Page page) {
        return number(page.evaluate("document.querySelector('video').videoWidth"));
    }

    private static double number(Object value) {
        return value instanceof Number number ? number.doubleValue() : 0;
    }
}
