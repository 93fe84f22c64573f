package atrium.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** ffmpeg as a publisher over RTMP, and viewers through the gateway. */
@ExtendWith(SystemUnderTest.class)
class PublishIT {

    private static final Pattern KEY = Pattern.compile("\"key\"\\s*:\\s*\"([^\"]+)\"");

    @Test
    void with_its_key_a_stream_is_on_the_air_and_off_when_the_publisher_leaves(
            RunningSystem system, @TempDir Path directory) throws Exception {
        String url = rtmp(system, "studio", issueKey(system, "studio"));
        Process publisher = Ffmpeg.of(system).publish(url, 60, directory.resolve("publish.log"));
        try {
            await().atMost(Duration.ofSeconds(15))
                    .until(() -> state(system, "studio").contains("\"live\""));
            assertThat(state(system, "studio"))
                    .contains("\"width\":320", "\"codec\":\"avc1.", "\"codec\":\"mp4a.40.2\"");

            int exit = Ffmpeg.of(system)
                    .run(
                            30,
                            directory.resolve("view.log"),
                            "-i",
                            system.url("/stream/studio.flv").toString(),
                            "-t",
                            "2",
                            "-f",
                            "null",
                            "-");

            assertThat(exit).as(Ffmpeg.read(directory.resolve("view.log"))).isZero();
        } finally {
            publisher.destroy();
            publisher.waitFor(5, TimeUnit.SECONDS);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> flv(system, "studio") == 404);
    }

    @Test
    void with_a_wrong_key_or_none_it_is_refused_and_nobody_sees_it(RunningSystem system, @TempDir Path directory)
            throws Exception {
        issueKey(system, "guarded");
        Path log = directory.resolve("refused.log");
        for (String key : new String[] {"wrong", "", issueKey(system, "another")}) {
            Process publisher = Ffmpeg.of(system).publish(rtmp(system, "guarded", key), 20, log);

            assertThat(publisher.waitFor(15, TimeUnit.SECONDS))
                    .as("refused with key '%s'", key)
                    .isTrue();

            assertThat(publisher.exitValue()).isNotZero();
            assertThat(flv(system, "guarded")).isEqualTo(404);
        }
    }

    @Test
    void only_the_admin_gets_a_key(RunningSystem system) {
        HttpResponse<String> guest = Http.postAs("guess", system.url("/stream/api/streams/studio/key"));

        assertThat(guest.statusCode()).isEqualTo(401);
        assertThat(guest.body()).doesNotContain("\"key\"");
        var byCommand = system.atrium("key", "studio");
        assertThat(byCommand.text()).startsWith("rtmp://").contains("/live/studio?key=");
    }

    private static String issueKey(RunningSystem system, String stream) {
        HttpResponse<String> answer =
                Http.postAs(system.adminToken(), system.url("/stream/api/streams/" + stream + "/key"));
        assertThat(answer.statusCode()).isEqualTo(201);
        Matcher key = KEY.matcher(answer.body());
        assertThat(key.find()).isTrue();
        return key.group(1);
    }

    private static String rtmp(RunningSystem system, String stream, String key) {
        return "rtmp://localhost:%d/live/%s?key=%s".formatted(system.port("ATRIUM_RTMP_PORT"), stream, key);
    }

    private static String state(RunningSystem system, String stream) {
        return Http.get(system.url("/stream/api/streams/" + stream)).body();
    }

    private static int flv(RunningSystem system, String stream) throws Exception {
        HttpResponse<InputStream> answer = Http.stream(system.url("/stream/" + stream + ".flv"));
        answer.body().close();
        return answer.statusCode();
    }
}
