package atrium.e2e;

import atrium.platform.testsupport.Part;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The machine's Chromium, without a window. What a page logs as an error is kept. */
final class Browser implements AutoCloseable {

    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--autoplay-policy=no-user-gesture-required");

    private final Playwright playwright =
            Playwright.create(new CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final com.microsoft.playwright.Browser chromium = playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions()
                    .setExecutablePath(Part.browser().orElseThrow())
                    .setArgs(FLAGS));
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final List<String> foreignRequests = new CopyOnWriteArrayList<>();

    /** A tab of its own session. */
    Page tab(com.microsoft.playwright.Browser.NewContextOptions options) {
        BrowserContext context = chromium.newContext(options);
        Page page = context.newPage();
        page.onPageError(errors::add);
        page.onRequest(request -> {
            if (!request.url().startsWith("http://localhost:")
                    && !request.url().startsWith("blob:")
                    && !request.url().startsWith("data:")) {
                foreignRequests.add(request.url());
            }
        });
        return page;
    }

    Page tab() {
        return tab(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(1280, 800)
                .setLocale("en-US"));
    }

    /** Uncaught errors of all tabs. */
    List<String> errors() {
        return errors;
    }

    /** Requests to any other host than the gateway. */
    List<String> foreignRequests() {
        return foreignRequests;
    }

    static void screenshot(Page page, String name) {
        Path file = RunningSystem.repository().resolve("e2e/target/screenshots/" + name + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
