package atrium.files.protocol.form;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.files.RunningService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Value;

class FormUploadTests extends RunningService {

    private static final String CURL_FORM = """
            --B\r
            Content-Disposition: form-data; name="file"; filename="x.txt"\r
            Content-Type: text/plain\r
            \r
            hello\r
            --B\r
            Content-Disposition: form-data; name="room"\r
            \r
            formroom\r
            --B--\r
            """;

    @Value("${atrium.files.local.directory}")
    private Path directory;

    @Test
    void what_curl_sends_is_201_with_location_and_json() throws IOException {
        String answer = raw(
                "POST /files HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=B\r\nContent-Length: "
                        + CURL_FORM.length() + "\r\n\r\n" + CURL_FORM,
                "}");

        assertThat(answer).startsWith("HTTP/1.1 201").containsPattern("(?i)location: /files/[0-9a-f]{32}\r\n");
        assertThat(answer)
                .contains("\"name\":\"x.txt\"")
                .contains("\"size\":5")
                .contains("\"type\":\"text/plain\"")
                .contains("\"room\":\"formroom\"")
                .contains("\"sha256\":\"" + sha256("hello".getBytes(StandardCharsets.US_ASCII)) + "\"")
                .containsPattern("\"createdAt\":\"\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z\"")
                .containsPattern("\"url\":\"/files/[0-9a-f]{32}\"")
                .containsPattern("\"deleteToken\":\"[0-9a-f]{32}\"");
        assertThat(send(request("/files?room=formroom")).body())
                .contains("\"name\":\"x.txt\"")
                .doesNotContain("deleteToken");
    }

    @Test
    void room_before_the_file_is_the_same() {
        HttpResponse<String> answer = post(field("room", "before") + file("a.bin", "abc") + "--B--");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(send(request("/files?room=before")).body()).contains("a.bin");
    }

    @Test
    void without_a_room_no_room_lists_it() {
        HttpResponse<String> answer = post(file("a.bin", "abc") + "--B--");

        assertThat(answer.body()).contains("\"room\":null");
        assertThat(send(request(header(answer, "Location"))).body()).isEqualTo("abc");
    }

    @ParameterizedTest
    @CsvSource({
        "报告 2026.pdf,报告 2026.pdf",
        "say %22hi%22.txt,say \"hi\".txt",
        "say \\\"hi\\\".txt,say \"hi\".txt",
        "100%25 sure.txt,100%25 sure.txt",
        "../../etc/passwd,passwd",
        "C:\\fake\\x.txt,x.txt",
        "evil\u202Egpj.exe,evilgpj.exe"
    })
    void names_are_kept_without_what_is_dangerous(String sent, String kept) {
        HttpResponse<String> answer = post(file(sent, "abc") + "--B--");

        assertThat(answer.body()).contains("\"name\":\"" + kept.replace("\"", "\\\"") + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a%0D%0ASet-Cookie: x", "..", "\u202E", "a\u001b[31m"})
    void names_without_an_honest_use_are_400(String name) {
        assertThat(post(file(name, "abc") + "--B--").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--B--",
                "--Bx",
                "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nno end",
                "--B\r\nContent-Type: text/plain\r\n\r\nno disposition\r\n--B--",
            })
    void what_is_no_form_is_400_and_leaves_nothing(String body) throws IOException {
        long before = files();

        HttpResponse<String> answer = post(body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("bad-upload-request");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void two_files_are_400() {
        assertThat(post(file("a", "a") + file("b", "b") + "--B--").statusCode()).isEqualTo(400);
    }

    @Test
    void a_file_field_left_empty_is_no_file() {
        assertThat(post(file("", "") + file("b", "b") + "--B--").statusCode()).isEqualTo(201);
    }

    @Test
    void without_a_boundary_is_400() {
        HttpRequest.Builder request =
                request("/files").header("Content-Type", "multipart/form-data").POST(BodyPublishers.ofString("x"));

        assertThat(send(request).statusCode()).isEqualTo(400);
    }

    @Test
    void another_content_type_is_415() {
        HttpResponse<String> answer = send(
                request("/files").header("Content-Type", "application/json").POST(BodyPublishers.ofString("{}")));

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(header(answer, "Accept-Post")).isEqualTo("multipart/form-data");
    }

    @Test
    void larger_than_may_is_413_leaves_nothing() throws IOException {
        limit("guests.max-size", "10B");
        long before = files();

        HttpResponse<String> late = post(file("a", "0123456789a") + "--B--");
        assertThat(late.statusCode()).isEqualTo(413);
        assertThat(late.body()).contains("\"maxSize\":10");
        assertThat(header(late, "Connection")).as("so short a body was read").isEmpty();
        String early = raw(
                "POST /files HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=B\r\n"
                        + "Content-Length: 1000000000\r\nExpect: 100-continue\r\n\r\n",
                "}");
        assertThat(early).startsWith("HTTP/1.1 413").containsIgnoringCase("connection: close");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void a_room_whose_quota_is_full_is_413_also_when_named_last() throws IOException {
        limit("guests.max-size", "10B", "guests.room-quota", "10B");
        assertThat(post(file("a", "0123456") + field("room", "small") + "--B--").statusCode())
                .isEqualTo(201);
        long before = files();

        HttpResponse<String> answer = post(file("a", "0123456") + field("room", "small") + "--B--");

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("room-quota-exceeded");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void sixty_four_mebibytes_go_up_and_come_down_the_same() throws IOException {
        byte[] content = bytes(64 << 20, 4);
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.write("--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"large\"\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        form.write(content);
        form.write("\r\n--B--\r\n".getBytes(StandardCharsets.US_ASCII));

        HttpResponse<String> answer = send(request("/files")
                .header("Content-Type", "multipart/form-data; boundary=\"B\"")
                .POST(BodyPublishers.ofByteArray(form.toByteArray())));

        assertThat(answer.statusCode()).isEqualTo(201);
        byte[] back = send(request(header(answer, "Location")), HttpResponse.BodyHandlers.ofByteArray())
                .body();
        assertThat(sha256(back)).isEqualTo(sha256(content));
    }

    private HttpResponse<String> post(String body) {
        return send(request("/files")
                .header("Content-Type", "multipart/form-data; boundary=B")
                .POST(BodyPublishers.ofString(body)));
    }

    private static String file(String name, String content) {
        return "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\n\r\n" + content
                + "\r\n";
    }

    private static String field(String name, String value) {
        return "--B\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).count();
        }
    }
}
