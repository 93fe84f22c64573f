package atrium.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/permissions.md} says holds, for everybody, in every protocol, through the gateway where it goes there. */
@ExtendWith(SystemUnderTest.class)
@Timeout(240)
class PermissionsIT {

    private static final String OPEN = "permissions-open";
    private static final String PRIVATE = "permissions-private";
    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void everybody_may_what_the_page_says_and_no_more(RunningSystem system, @TempDir Path directory) throws Exception {
        String shared = Files.readString(RunningSystem.repository().resolve("nacos-config/config/ATRIUM/atrium.yaml"));
        system.nacos().publish("atrium.yaml", closing(shared));
        Deeds deeds = new Deeds(system, directory);
        Texts heard = new Texts();
        Ffmpeg ffmpeg = Ffmpeg.of(system);
        Process open = ffmpeg.publish(Ffmpeg.publishUrl(system, OPEN), 220, directory.resolve("open"));
        Process closed = ffmpeg.publish(Ffmpeg.publishUrl(system, PRIVATE), 220, directory.resolve("closed"));
        WebSocket member = heard.from(system.webSocket("/ws/" + OPEN));
        WebSocket insider = insider(system);
        try {
            await().atMost(SOON)
                    .until(() ->
                            deeds.answer("GET /files?room=" + PRIVATE, "", "").equals("401"));
            Ffmpeg.awaitLive(system, OPEN);
            await().atMost(SOON)
                    .until(() -> deeds.answer("GET /stream/" + PRIVATE + ".jpg", "", system.adminToken())
                            .equals("200"));

            assertThat(wrong(system, deeds)).isEmpty();
        } finally {
            member.abort();
            insider.abort();
            for (Process publisher : List.of(open, closed)) {
                publisher.destroy();
                publisher.waitFor(5, TimeUnit.SECONDS);
            }
            system.nacos().publish("atrium.yaml", shared);
        }
    }

    /** The cells in which another answer came than the page says, each with that answer. */
    private static Map<String, String> wrong(RunningSystem system, Deeds deeds) throws Exception {
        Cast cast = new Cast(system, PRIVATE);
        Map<String, String> wrong = new LinkedHashMap<>();
        List<PermissionTable.Row> rows = PermissionTable.read().rows();
        assertThat(rows).hasSizeGreaterThan(40);
        for (PermissionTable.Row row : rows) {
            for (Map.Entry<String, String> who : cast.tokens().entrySet()) {
                String answer = deeds.answer(filled(row.by(), system), filled(row.body(), system), who.getValue());
                if (!answer.equals(row.answers().get(who.getKey()))) {
                    wrong.put(row.what() + " by " + row.by() + ": " + who.getKey(), answer);
                }
            }
        }
        return wrong;
    }

    private static String closing(String shared) {
        assertThat(shared).contains("private: []");
        return shared.replace("private: []", "private: [\"" + PRIVATE + "\"]");
    }

    private static WebSocket insider(RunningSystem system) {
        return Http.CLIENT
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + system.adminToken())
                .buildAsync(system.webSocket("/ws/" + PRIVATE), new WebSocket.Listener() {})
                .join();
    }

    /** A file is made anew each time that one is spoken of: somebody may delete it. */
    private static String filled(String text, RunningSystem system) throws Exception {
        String filled = text.replace("{open}", OPEN).replace("{private}", PRIVATE);
        if (filled.contains("{file}")) {
            filled = filled.replace("{file}", upload(system, OPEN));
        }
        return filled.contains("{private-file}") ? filled.replace("{private-file}", upload(system, PRIVATE)) : filled;
    }

    private static String upload(RunningSystem system, String room) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(system.url("/files?filename=a.txt&room=" + room))
                .header("Authorization", "Bearer " + system.adminToken())
                .header("Upload-Draft-Interop-Version", "8")
                .header("Upload-Complete", "?1")
                .POST(BodyPublishers.ofString("hello"))
                .build();
        return Http.CLIENT
                .send(request, BodyHandlers.ofString())
                .headers()
                .firstValue("Location")
                .orElseThrow();
    }
}
