package atrium.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.gateway.auth.oidc.SpringProvider;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Keeps cookies, follows redirects, and fills in the provider's form: as far as a person's browser goes in a sign-in. */
final class Browser implements AutoCloseable {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
    private static final String PAGE = "text/html,application/xhtml+xml,*/*;q=0.8";
    private static final int MOST_REDIRECTS = 10;

    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(cookies)
            .build();
    private String acceptsOfAtrium = PAGE;

    /** One that shows no page of ours, but reads what is wrong. */
    static Browser thatIsAProgram() {
        Browser program = new Browser();
        program.acceptsOfAtrium = "application/json";
        return program;
    }

    /** One request, no redirect. */
    HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        String accept = uri.getPath().startsWith("/auth/") ? acceptsOfAtrium : PAGE;
        return send(HttpRequest.newBuilder(uri).header("Accept", accept));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
    }

    /** Follows redirects, but for one to where {@code until} holds: that address is given back unvisited. */
    URI follow(HttpResponse<String> first, Predicate<URI> until) throws IOException, InterruptedException {
        HttpResponse<String> response = first;
        for (int i = 0; i < MOST_REDIRECTS; i++) {
            Optional<String> location = response.headers().firstValue("Location");
            if (location.isEmpty()) {
                return response.uri();
            }
            URI next = response.uri().resolve(location.get());
            if (until.test(next)) {
                return next;
            }
            response = get(next);
        }
        throw new AssertionError("no end of redirects, at " + response.uri());
    }

    /** To the provider's form and through it; gives back where it sends the browser, not yet visited. */
    URI atTheProvider(URI signIn, String name) throws IOException, InterruptedException {
        URI form = follow(get(signIn), uri -> false);
        assertThat(form.getPath()).isEqualTo("/login");
        String page = get(form).body();
        Matcher csrf = CSRF.matcher(page);
        assertThat(csrf.find()).as("a form: %s", page).isTrue();
        String fields = form(Map.of("username", name, "password", SpringProvider.PASSWORD, "_csrf", csrf.group(1)));
        HttpResponse<String> sent = send(HttpRequest.newBuilder(form)
                .header("Accept", PAGE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(fields)));
        URI callback = follow(sent, uri -> uri.getPath().equals("/auth/oidc/callback"));
        assertThat(callback.getQuery()).as("the answer of %s", callback).contains("code=");
        return callback;
    }

    String cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }

    void keep(URI uri, String name, String path, String value) {
        HttpCookie cookie = new HttpCookie(name, value);
        cookie.setDomain(uri.getHost());
        cookie.setPath(path);
        cookie.setVersion(0);
        cookies.getCookieStore().add(uri, cookie);
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    @Override
    public void close() {
        client.close();
    }
}
