package atrium.files.protocol.tus;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.files.TusRequests;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** tus 1.0.0, "Concatenation". */
class TusConcatenationTests extends TusRequests {

    @Test
    void parts_make_a_file_in_the_order_that_is_said() {
        String hello = part("hello");
        String world = part(" world");

        HttpResponse<String> created = send(creation(
                "Upload-Concat",
                "final;" + hello + " " + world,
                "Upload-Metadata",
                metadata("filename", "both.txt", "room", "concat")));

        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        String path = header(created, "Location");
        assertThat(send(request(path)).body()).isEqualTo("hello world");
        assertThat(header(send(request(path)), "ETag")).isEqualTo('"' + sha256(ascii("hello world")) + '"');
        assertThat(send(request("/files?room=concat")).body()).containsOnlyOnce("both.txt");
    }

    @Test
    void head_tells_what_an_upload_is_for() {
        String begun = header(send(creation("Upload-Concat", "partial", "Upload-Length", "5")), "Location");
        assertThat(header(head(begun), "Upload-Concat")).isEqualTo("partial");
        assertThat(header(head(begun), "Upload-Offset")).isEqualTo("0");
        String part = part("hello");
        assertThat(header(head(part), "Upload-Concat")).isEqualTo("partial");
        assertThat(header(head(part), "Upload-Offset")).isEqualTo("5");
        assertThat(header(head(part), "Upload-Expires")).endsWith("GMT");
        assertThat(head(create(5, "")).headers().firstValue("Upload-Concat")).isEmpty();

        String said = "final;" + uri(part) + " " + part;
        HttpResponse<String> whole = head(header(send(creation("Upload-Concat", said)), "Location"));

        assertThat(header(whole, "Upload-Concat")).isEqualTo(said);
        assertThat(header(whole, "Upload-Offset")).isEqualTo("10");
        assertThat(header(whole, "Upload-Length")).isEqualTo("10");
    }

    @Test
    void parts_are_never_files() {
        String part = header(
                send(tus("/files")
                        .headers("Upload-Concat", "partial", "Upload-Length", "5")
                        .headers("Upload-Metadata", metadata("filename", "part", "room", "parts"))
                        .header("Content-Type", "application/offset+octet-stream")
                        .POST(BodyPublishers.ofByteArray(ascii("hello")))),
                "Location");

        assertThat(header(head(part), "Upload-Offset")).isEqualTo("5");
        assertThat(send(request(part)).statusCode()).isEqualTo(404);
        assertThat(send(request("/files?room=parts")).body()).isEqualTo("[]");
    }

    @Test
    void the_metadata_of_parts_is_not_the_files() {
        String part = header(
                send(creation("Upload-Concat", "partial", "Upload-Length", "0", "Upload-Metadata", metadata("x", "y"))),
                "Location");

        String path = header(send(creation("Upload-Concat", "final;" + part)), "Location");

        assertThat(head(path).headers().firstValue("Upload-Metadata")).isEmpty();
    }

    @Test
    void a_final_upload_is_never_written_to() {
        String part = part("hello");
        String path = header(send(creation("Upload-Concat", "final;" + part)), "Location");

        for (long offset : new long[] {0, 5, 99}) {
            assertProblem(send(patch(path, offset, ascii("!"))), 403, "upload-is-final");
            assertProblem(send(patch(path, offset, new byte[0])), 403, "upload-is-final");
        }
        assertThat(send(request(path)).body()).isEqualTo("hello");
        assertThat(header(head(part), "Upload-Offset")).isEqualTo("5");
    }

    @Test
    void a_final_upload_brings_neither_a_length_nor_bytes() {
        String concat = "final;" + part("hello");

        assertProblem(send(creation("Upload-Concat", concat, "Upload-Length", "5")), 400, "bad-upload-request");
        assertProblem(send(creation("Upload-Concat", concat, "Upload-Defer-Length", "1")), 400, "bad-upload-request");
        assertProblem(
                send(tus("/files")
                        .headers("Upload-Concat", concat, "Content-Type", "application/offset+octet-stream")
                        .POST(BodyPublishers.ofByteArray(ascii("hello")))),
                400,
                "bad-upload-request");
    }

    @Test
    void a_part_may_be_used_again() {
        String part = part("ab");

        String twice = header(send(creation("Upload-Concat", "final;" + part + " " + part)), "Location");
        String again = header(send(creation("Upload-Concat", "final;" + part)), "Location");

        assertThat(send(request(twice)).body()).isEqualTo("abab");
        assertThat(send(request(again)).body()).isEqualTo("ab");
    }

    @Test
    void parts_may_be_empty() {
        String empty = part("");

        String some = header(send(creation("Upload-Concat", "final;" + empty + " " + part("a"))), "Location");
        String none = header(send(creation("Upload-Concat", "final;" + empty)), "Location");

        assertThat(send(request(some)).body()).isEqualTo("a");
        assertThat(send(request(none)).body()).isEmpty();
        assertThat(header(head(none), "Upload-Length")).isEqualTo("0");
    }

    @Test
    void a_part_may_have_a_deferred_length() {
        String part = header(send(creation("Upload-Concat", "partial", "Upload-Defer-Length", "1")), "Location");
        assertThat(header(head(part), "Upload-Defer-Length")).isEqualTo("1");
        send(patch(part, 0, ascii("hello")).header("Upload-Length", "5"));

        String path = header(send(creation("Upload-Concat", "final;" + part)), "Location");

        assertThat(send(request(path)).body()).isEqualTo("hello");
    }

    @Test
    void what_is_not_a_whole_part_makes_no_file() {
        String part = part("hello");
        String unfinished = header(send(creation("Upload-Concat", "partial", "Upload-Length", "5")), "Location");
        String file = upload(ascii("hello"), "");
        String unknown = "/files/" + "0".repeat(32);

        for (String other : new String[] {unfinished, file, unknown}) {
            HttpResponse<String> answer = send(creation("Upload-Concat", "final;" + part + " " + other));
            assertProblem(answer, 400, "not-a-piece");
            assertThat(answer.body()).contains(other.substring("/files/".length()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "final;",
                "final; ",
                "final;/files/",
                "final;/files/x",
                "final;/files/../../etc/passwd",
                "final;/other/00000000000000000000000000000000",
                "final;file:///files/00000000000000000000000000000000",
                "final;http://h/files/00000000000000000000000000000000?x",
                "final;00000000000000000000000000000000"
            })
    void what_is_no_url_of_a_part_is_400(String concat) {
        assertProblem(send(creation("Upload-Concat", concat)), 400, "not-a-piece");
    }

    @Test
    void a_hundred_parts_are_taken_and_more_are_refused() {
        String part = part("x");
        String hundred = IntStream.range(0, 100).mapToObj(i -> part).collect(Collectors.joining(" "));

        HttpResponse<String> taken = send(creation("Upload-Concat", "final;" + hundred));
        HttpResponse<String> refused = send(creation("Upload-Concat", "final;" + hundred + " " + part));

        assertThat(send(request(header(taken, "Location"))).body()).isEqualTo("x".repeat(100));
        assertProblem(refused, 400, "not-a-piece");
        assertThat(refused.body()).contains("101").contains("allowed: 100");
    }

    @Test
    void all_parts_together_obey_the_limit() {
        limit("guests.max-size", "8B");
        String part = part("hello");

        assertProblem(send(creation("Upload-Concat", "final;" + part + " " + part)), 413, "file-too-large");
    }

    @Test
    void a_part_is_terminated_like_any_upload() {
        String part = part("hello");

        assertThat(send(tus(part).DELETE()).statusCode()).isEqualTo(204);

        assertThat(head(part).statusCode()).isEqualTo(404);
        assertProblem(send(creation("Upload-Concat", "final;" + part)), 400, "not-a-piece");
    }

    /** A whole part of these bytes, as its path. */
    private String part(String bytes) {
        HttpResponse<String> created =
                send(creation("Upload-Concat", "partial", "Upload-Length", Integer.toString(bytes.length())));
        String path = header(created, "Location");
        if (!bytes.isEmpty()) {
            send(patch(path, 0, ascii(bytes)));
        }
        return path;
    }
}
