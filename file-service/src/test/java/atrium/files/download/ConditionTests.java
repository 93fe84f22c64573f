package atrium.files.download;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.files.TusRequests;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110, section 13. */
class ConditionTests extends TusRequests {

    private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.US_ASCII);
    private static final String TAG = '"' + sha256(CONTENT) + '"';
    private static final String LONG_AGO = "Wed, 21 Oct 2015 07:28:00 GMT";

    private String path;
    private String modified;

    @BeforeEach
    void upload() {
        path = upload(CONTENT, metadata("filename", "a.txt"));
        modified = header(send(request(path)), "Last-Modified");
    }

    @Test
    void last_modified_is_when_the_file_became_whole() {
        assertThat(HttpDate.parse(modified)).isBetween(Instant.now().minusSeconds(60), Instant.now());
    }

    @Test
    void if_range_takes_the_tag_and_the_very_date() {
        assertThat(ranged(TAG)).isEqualTo(206);
        assertThat(ranged(modified)).isEqualTo(206);
        assertThat(ranged("\"x\"")).isEqualTo(200);
        assertThat(ranged("W/" + TAG)).isEqualTo(200);
        assertThat(ranged(LONG_AGO)).isEqualTo(200);
        assertThat(ranged(later())).isEqualTo(200);
        assertThat(ranged("nonsense")).isEqualTo(200);
    }

    private int ranged(String ifRange) {
        return send(request(path).header("Range", "bytes=0-1").header("If-Range", ifRange))
                .statusCode();
    }

    @Test
    void if_none_match_is_304_without_bytes() {
        HttpResponse<String> answer = send(request(path).header("If-None-Match", "\"x\", W/" + TAG));

        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(header(answer, "ETag")).isEqualTo(TAG);
        assertThat(header(answer, "Cache-Control")).isEqualTo("private, no-cache");
        assertThat(header(answer, "Content-Disposition")).isEmpty();
        assertThat(answer.body()).isEmpty();
        assertThat(status("If-None-Match", "*")).isEqualTo(304);
        assertThat(status("If-None-Match", "\"x\"")).isEqualTo(200);
    }

    @Test
    void if_match_with_another_tag_is_412() {
        assertThat(status("If-Match", "\"x\"")).isEqualTo(412);
        assertThat(status("If-Match", "W/" + TAG)).isEqualTo(412);
        assertThat(status("If-Match", TAG)).isEqualTo(200);
        assertThat(status("If-Match", "*")).isEqualTo(200);
    }

    @Test
    void dates_count_in_whole_seconds() {
        assertThat(status("If-Modified-Since", modified)).isEqualTo(304);
        assertThat(status("If-Modified-Since", later())).isEqualTo(304);
        assertThat(status("If-Modified-Since", LONG_AGO)).isEqualTo(200);
        assertThat(status("If-Unmodified-Since", modified)).isEqualTo(200);
        assertThat(status("If-Unmodified-Since", LONG_AGO)).isEqualTo(412);
    }

    @ParameterizedTest
    @CsvSource({
        "'Wednesday, 21-Oct-15 07:28:00 GMT', 412", // RFC 850
        "Wed Oct 21 07:28:00 2015, 412", // asctime
        "yesterday, 200"
    })
    void dates_in_old_forms_count_and_what_is_none_does_not(String date, int status) {
        assertThat(status("If-Unmodified-Since", date)).isEqualTo(status);
    }

    @Test
    void a_tag_makes_the_date_beside_it_mean_nothing() {
        assertThat(send(request(path).header("If-Match", TAG).header("If-Unmodified-Since", LONG_AGO))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(request(path).header("If-None-Match", "\"x\"").header("If-Modified-Since", modified))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_condition_comes_before_the_range() {
        assertThat(send(request(path).header("Range", "bytes=99-").header("If-None-Match", TAG))
                        .statusCode())
                .isEqualTo(304);
        assertThat(send(request(path).header("Range", "bytes=99-").header("If-Match", "\"x\""))
                        .statusCode())
                .isEqualTo(412);
    }

    private int status(String condition, String value) {
        return send(request(path).header(condition, value)).statusCode();
    }

    private String later() {
        return HttpDate.format(Instant.now().plusSeconds(3600));
    }
}
