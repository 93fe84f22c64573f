package atrium.files.protocol.rufh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each MUST of draft-ietf-httpbis-resumable-upload-12 that a server can break, section by section. */
class RufhProtocolTests extends RufhRequests {

    private static final byte[] HELLO = "hello, world".getBytes(UTF_8);
    private static final String IANA = "https://iana.org/assignments/http-problem-types#";

    // Limits

    @Test
    void options_tell_that_partial_uploads_may_be_patched_and_the_limits() {
        limit("guests.max-size", "1MB", "unfinished-expiry", "1h");

        HttpResponse<String> answer = send(request("/files").method("OPTIONS", BodyPublishers.noBody()));

        assertThat(header(answer, "Accept-Patch")).isEqualTo("application/partial-upload");
        assertThat(header(answer, "Upload-Limit")).isEqualTo("max-size=1048576, max-age=3600");
        assertThat(header(answer, "Tus-Version")).isEqualTo("1.0.0");
    }

    @Test
    void too_much_is_413_with_the_limit() {
        limit("guests.max-size", "10B");

        HttpResponse<String> answer = send(creation("?1", HELLO));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(header(answer, "Upload-Limit")).startsWith("max-size=10, max-age=");
        assertThat(answer.body()).contains("\"maxSize\":10");
    }

    // Upload Creation

    @Test
    void a_creation_with_everything_is_a_file() {
        HttpResponse<String> answer =
                send(creation("?filename=a.txt&room=rufh", "?1", HELLO).header("Content-Type", "text/plain"));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(header(answer, "Upload-Complete")).isEqualTo("?1");
        assertThat(header(answer, "Upload-Offset")).isEqualTo("12");
        assertThat(header(answer, "Repr-Digest")).isEqualTo("sha-256=:" + base64(sha256(HELLO)) + ":");
        assertThat(answer.body())
                .contains("\"name\":\"a.txt\"", "\"type\":\"text/plain\"", "\"room\":\"rufh\"", "deleteToken");
        assertThat(header(answer, "Upload-Delete-Token")).isNotEmpty();
        assertThat(download(header(answer, "Location"))).isEqualTo(HELLO);
    }

    @Test
    void a_creation_with_a_part_answers_where_it_goes_on_and_how_far_it_may() {
        HttpResponse<String> answer =
                send(creation("?0", Arrays.copyOf(HELLO, 5)).header("Upload-Length", "12"));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(header(answer, "Location")).matches("/files/[0-9a-f]{32}");
        assertThat(header(answer, "Upload-Limit")).contains("max-size=", "max-age=");
        assertThat(header(answer, "Upload-Complete")).isEqualTo("?0");
        assertThat(header(answer, "Upload-Offset")).isEqualTo("5");
        assertThat(send(request(header(answer, "Location"))).statusCode()).isEqualTo(404);
    }

    @Test
    void an_empty_file_is_one() {
        HttpResponse<String> answer = send(creation("?1", new byte[0]));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(header(answer, "Upload-Complete")).isEqualTo("?1");
        assertThat(download(header(answer, "Location"))).isEmpty();
    }

    @Test
    void a_body_of_unknown_length_ends_where_it_ends() {
        HttpResponse<String> answer = send(request("/files")
                .header("Upload-Complete", "?1")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(HELLO))));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(header(answer, "Upload-Length")).isEqualTo("12");
        assertThat(download(header(answer, "Location"))).isEqualTo(HELLO);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            attachment; filename="a b.txt"                                | a b.txt
            inline; filename="x"; filename*=UTF-8''%E6%8A%A5%E5%91%8A.pdf | 报告.pdf
            inline; filename*=utf-8'zh'%e6%8a%a5.pdf; filename=old        | 报.pdf
            inline; filename="../../etc/passwd"                           | passwd
            inline                                                        | unnamed
            """)
    void the_name_is_that_of_the_disposition(String disposition, String name) {
        HttpResponse<String> answer = send(creation("?1", HELLO).header("Content-Disposition", disposition));

        assertThat(answer.body()).contains("\"name\":\"" + name + '"');
    }

    @ParameterizedTest
    @ValueSource(strings = {"?2", "1", "true", "?1 ?1", "\"?1\"", "?1, ?1"})
    void what_is_no_boolean_is_no_completeness(String value) {
        HttpResponse<String> answer = send(creation(value, HELLO));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("expected: ?0 or ?1");
    }

    @Test
    void parameters_of_a_value_have_no_meaning() {
        HttpResponse<String> answer = send(creation("?1;a=1;b", HELLO).header("Upload-Length", "12;c=\"d\""));

        assertThat(answer.statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-12", "12.0", "a", "\"12\"", "9999999999999999", "?1"})
    void a_length_that_is_no_count_is_ignored(String value) {
        HttpResponse<String> answer = send(creation("?1", HELLO).header("Upload-Length", value));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(header(answer, "Upload-Length")).isEqualTo("12");
    }

    @Test
    void a_form_stays_a_form_whatever_else_it_says() {
        String form = "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f.txt\"\r\n\r\nhi\r\n--x--\r\n";

        HttpResponse<String> answer =
                send(creation("?1", form.getBytes(UTF_8)).header("Content-Type", "multipart/form-data; boundary=x"));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).contains("\"name\":\"f.txt\"", "\"size\":2");
    }

    // Length

    @Test
    void lengths_that_disagree_in_a_request_are_refused() {
        HttpResponse<String> answer = send(creation("?1", HELLO).header("Upload-Length", "13"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(IANA + "inconsistent-upload-length");
    }

    @Test
    void lengths_that_disagree_between_requests_are_refused() {
        String path = create(12);

        HttpResponse<String> ends = send(append(path, 0, "?1", Arrays.copyOf(HELLO, 5)));
        HttpResponse<String> says = send(append(path, 0, "?0", HELLO).header("Upload-Length", "13"));

        assertThat(ends.statusCode()).isEqualTo(400);
        assertThat(ends.body()).contains(IANA + "inconsistent-upload-length");
        assertThat(says.statusCode()).isEqualTo(400);
        assertThat(says.body()).contains(IANA + "inconsistent-upload-length");
        assertThat(header(head(path), "Upload-Offset")).isEqualTo("0");
    }

    @Test
    void a_length_may_be_told_late() {
        String path = header(send(creation("?0", Arrays.copyOf(HELLO, 5))), "Location");
        assertThat(head(path).headers().firstValue("Upload-Length")).isEmpty();

        send(append(path, 5, "?0", new byte[0]).header("Upload-Length", "12"));

        assertThat(header(head(path), "Upload-Length")).isEqualTo("12");
    }

    @Test
    void bytes_beyond_the_length_make_the_upload_invalid() {
        String path = create(5);

        HttpResponse<String> answer = send(request(path)
                .header("Upload-Offset", "0")
                .header("Upload-Complete", "?0")
                .header("Content-Type", "application/partial-upload")
                .method("PATCH", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(HELLO))));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(header(answer, "Upload-Limit")).contains("max-size=");
        assertThat(head(path).statusCode()).isEqualTo(404);
    }

    // Offset Retrieval

    @Test
    void a_head_tells_offset_completeness_length_and_limits_and_is_not_cached() {
        String path = create(12);
        send(append(path, 0, "?0", Arrays.copyOf(HELLO, 5)));

        HttpResponse<String> answer = head(path);

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(header(answer, "Upload-Offset")).isEqualTo("5");
        assertThat(header(answer, "Upload-Complete")).isEqualTo("?0");
        assertThat(header(answer, "Upload-Length")).isEqualTo("12");
        assertThat(header(answer, "Upload-Limit")).matches("max-size=\\d+, max-age=\\d+");
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void a_head_without_a_sign_of_the_protocol_tells_the_same() {
        String path = create(12);
        HttpRequest.Builder plain = request(path).method("HEAD", BodyPublishers.noBody());

        HttpResponse<String> unfinished = send(plain);
        send(append(path, 0, "?1", HELLO));
        HttpResponse<String> whole = send(plain);

        assertThat(unfinished.statusCode()).isEqualTo(204);
        assertThat(header(unfinished, "Upload-Offset")).isEqualTo("0");
        assertThat(header(unfinished, "Upload-Complete")).isEqualTo("?0");
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(header(whole, "Content-Length")).isEqualTo("12");
        assertThat(header(whole, "Upload-Offset")).isEqualTo("12");
        assertThat(header(whole, "Upload-Complete")).isEqualTo("?1");
    }

    @Test
    void a_head_of_a_whole_file_says_so() {
        String path = header(send(creation("?1", HELLO)), "Location");

        HttpResponse<String> answer = head(path);

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(header(answer, "Upload-Complete")).isEqualTo("?1");
        assertThat(header(answer, "Upload-Offset")).isEqualTo("12");
        assertThat(header(answer, "Repr-Digest")).isEqualTo("sha-256=:" + base64(sha256(HELLO)) + ":");
    }

    // Upload Append

    @Test
    void parts_come_one_after_another_and_the_last_makes_the_file() {
        String path = create(12);

        HttpResponse<String> first = send(append(path, 0, "?0", Arrays.copyOf(HELLO, 5)));
        HttpResponse<String> last = send(append(path, 5, "?1", Arrays.copyOfRange(HELLO, 5, 12)));

        assertThat(first.statusCode()).isEqualTo(204);
        assertThat(header(first, "Upload-Complete")).isEqualTo("?0");
        assertThat(header(first, "Upload-Offset")).isEqualTo("5");
        assertThat(first.headers().firstValue("Location")).isEmpty();
        assertThat(last.statusCode()).isEqualTo(201);
        assertThat(header(last, "Upload-Complete")).isEqualTo("?1");
        assertThat(header(last, "Location")).isEqualTo(path);
        assertThat(last.body()).contains("\"size\":12").doesNotContain("deleteToken");
        assertThat(download(path)).isEqualTo(HELLO);
    }

    @Test
    void all_bytes_are_no_file_until_their_sender_says_so() {
        String path = create(12);

        HttpResponse<String> bytes = send(append(path, 0, "?0", HELLO));
        String before = header(head(path), "Upload-Complete");
        int got = send(request(path)).statusCode();
        HttpResponse<String> end = send(append(path, 12, "?1", new byte[0]));

        assertThat(header(bytes, "Upload-Complete")).isEqualTo("?0");
        assertThat(before).isEqualTo("?0");
        assertThat(got).isEqualTo(404);
        assertThat(header(end, "Upload-Complete")).isEqualTo("?1");
        assertThat(download(path)).isEqualTo(HELLO);
    }

    @Test
    void another_offset_is_409_with_the_right_one() {
        String path = create(12);
        send(append(path, 0, "?0", Arrays.copyOf(HELLO, 5)));

        HttpResponse<String> answer = send(append(path, 3, "?1", Arrays.copyOfRange(HELLO, 3, 12)));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(header(answer, "Upload-Offset")).isEqualTo("5");
        assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body())
                .contains(IANA + "mismatching-upload-offset", "\"expected-offset\":5", "\"provided-offset\":3");
    }

    @Test
    void what_is_complete_stays_as_it_is() {
        String path = header(send(creation("?1", HELLO)), "Location");

        HttpResponse<String> more = send(append(path, 12, "?1", HELLO));
        HttpResponse<String> nothing = send(append(path, 12, "?1", new byte[0]));

        assertThat(more.statusCode()).isEqualTo(400);
        assertThat(more.body()).contains(IANA + "inconsistent-upload-length");
        assertThat(nothing.statusCode()).isEqualTo(400);
        assertThat(nothing.body()).contains(IANA + "completed-upload");
        assertThat(download(path)).isEqualTo(HELLO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", "0.0", "?0"})
    void an_offset_that_is_none_is_refused(String offset) {
        HttpResponse<String> answer = send(request(create(12))
                .header("Upload-Offset", offset)
                .header("Upload-Complete", "?1")
                .header("Content-Type", "application/partial-upload")
                .method("PATCH", BodyPublishers.ofByteArray(HELLO)));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Upload-Offset");
    }

    @Test
    void an_append_must_say_whether_it_is_the_last() {
        HttpResponse<String> answer = send(request(create(12))
                .header("Upload-Offset", "0")
                .header("Content-Type", "application/partial-upload")
                .method("PATCH", BodyPublishers.ofByteArray(HELLO)));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Upload-Complete: none");
    }

    @Test
    void another_media_type_is_415_with_the_right_one() {
        HttpResponse<String> answer = send(request(create(12))
                .header("Upload-Offset", "0")
                .header("Upload-Complete", "?1")
                .header("Content-Type", "application/octet-stream")
                .method("PATCH", BodyPublishers.ofByteArray(HELLO)));

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(header(answer, "Accept-Patch")).isEqualTo("application/partial-upload");
    }

    // Upload Cancellation

    @Test
    void an_upload_that_is_given_up_is_gone() {
        String path = create(12);

        HttpResponse<String> answer =
                send(request(path).header("Upload-Draft-Interop-Version", "8").DELETE());

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(head(path).statusCode()).isEqualTo(404);
        assertThat(send(append(path, 0, "?1", HELLO)).statusCode()).isEqualTo(404);
    }

    // Integrity Digests

    @ParameterizedTest
    @ValueSource(strings = {"Repr-Digest", "Content-Digest"})
    void a_file_is_the_one_whose_digest_was_announced(String field) {
        String right = "sha-512=:AAAA:, sha-256=:" + base64(sha256(HELLO)) + ":";
        String wrong = "sha-256=:" + base64(sha256(new byte[1])) + ":";

        HttpResponse<String> taken = send(creation("?1", HELLO).header(field, right));
        HttpResponse<String> refused =
                send(creation("?room=digest", "?1", HELLO).header(field, wrong));
        HttpResponse<String> empty =
                send(creation("?room=digest", "?1", new byte[0]).header(field, wrong));

        assertThat(taken.statusCode()).isEqualTo(201);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("digest-mismatch");
        assertThat(empty.statusCode()).isEqualTo(400);
        assertThat(send(request("/files?room=digest")).body()).isEqualTo("[]");
    }

    @Test
    void of_content_with_another_digest_no_byte_counts() {
        String path = create(12);
        String right = "sha-256=:" + base64(sha256(HELLO)) + ":";
        String wrong = "sha-256=:" + base64(sha256(new byte[1])) + ":";

        HttpResponse<String> refused = send(append(path, 0, "?1", HELLO).header("Content-Digest", wrong));
        String offset = header(head(path), "Upload-Offset");
        HttpResponse<String> taken = send(append(path, 0, "?1", HELLO).header("Content-Digest", right));
        HttpResponse<String> again = send(append(path, 12, "?1", HELLO).header("Content-Digest", right));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("digest-mismatch");
        assertThat(offset).isEqualTo("0");
        assertThat(taken.statusCode()).isEqualTo(201);
        assertThat(again.body()).contains("inconsistent-upload-length");
        assertThat(download(path)).isEqualTo(HELLO);
    }

    // Draft Version Identification

    @Test
    void interop_version_3_says_incomplete_and_needs_no_media_type() {
        HttpRequest.Builder creation = request("/files")
                .header("Upload-Draft-Interop-Version", "3")
                .header("Upload-Incomplete", "?1")
                .POST(BodyPublishers.ofByteArray(Arrays.copyOf(HELLO, 5)));
        HttpResponse<String> begun = send(creation);
        String path = header(begun, "Location");

        HttpResponse<String> ended = send(request(path)
                .header("Upload-Draft-Interop-Version", "3")
                .header("Upload-Incomplete", "?0")
                .header("Upload-Offset", "5")
                .method("PATCH", BodyPublishers.ofByteArray(Arrays.copyOfRange(HELLO, 5, 12))));

        assertThat(header(begun, "Upload-Incomplete")).isEqualTo("?1");
        assertThat(begun.headers().firstValue("Upload-Complete")).isEmpty();
        assertThat(header(ended, "Upload-Incomplete")).isEqualTo("?0");
        assertThat(download(path)).isEqualTo(HELLO);
    }

    @ParameterizedTest
    @CsvSource({"6, expires", "7, max-age", "8, max-age", "99, max-age"})
    void the_time_that_is_left_has_the_name_of_the_version(String version, String name) {
        HttpResponse<String> answer = send(request(create(12))
                .header("Upload-Draft-Interop-Version", version)
                .method("HEAD", BodyPublishers.noBody()));

        assertThat(header(answer, "Upload-Limit")).contains(", " + name + "=");
    }

    /** As tus-js-client 4.3.1 in Node, which sends the last chunk of a file as if more came. */
    @ParameterizedTest
    @ValueSource(strings = {"5", "6"})
    void with_older_versions_an_upload_ends_at_its_length(String version) {
        String path = create(12);

        HttpResponse<String> bytes = send(append(path, 0, "?0", HELLO).header("Upload-Draft-Interop-Version", version));
        HttpResponse<String> end =
                send(append(path, 12, "?1", new byte[0]).header("Upload-Draft-Interop-Version", version));

        assertThat(header(bytes, "Upload-Complete")).isEqualTo("?1");
        assertThat(header(bytes, "Upload-Offset")).isEqualTo("12");
        assertThat(header(end, "Upload-Complete")).isEqualTo("?1");
        assertThat(download(path)).isEqualTo(HELLO);
    }

    /** tus-js-client 4 as "ietf-draft-03" and "ietf-draft-05"; it creates an empty file and says no more. */
    @Test
    void an_empty_file_that_is_only_created_is_one() {
        String path = create(0);

        assertThat(download(path)).isEmpty();
        assertThat(send(append(path, 0, "?1", new byte[0])).statusCode()).isEqualTo(201);
    }

    private static String base64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }
}
