package atrium.files;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.files.catalog.FileId;
import atrium.files.storage.BlobStore;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.springframework.beans.factory.annotation.Autowired;

/** What a tus client sends, by hand. */
public abstract class TusRequests extends RunningService {

    @Autowired
    private BlobStore store;

    protected HttpRequest.Builder tus(String path) {
        return request(path).header("Tus-Resumable", "1.0.0");
    }

    protected HttpRequest.Builder creation(long length, String metadata) {
        return tus("/files")
                .header("Upload-Length", Long.toString(length))
                .header("Upload-Metadata", metadata)
                .POST(BodyPublishers.noBody());
    }

    /** A creation with {@code headers}, as names and values, and no body. */
    protected HttpRequest.Builder creation(String... headers) {
        return tus("/files").headers(headers).POST(BodyPublishers.noBody());
    }

    /** Creates an upload and gives its path. */
    protected String create(long length, String metadata) {
        return header(send(creation(length, metadata)), "Location");
    }

    protected HttpRequest.Builder patch(String path, long offset, byte[] bytes) {
        return tus(path)
                .header("Upload-Offset", Long.toString(offset))
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", BodyPublishers.ofByteArray(bytes));
    }

    protected HttpResponse<String> head(String path) {
        return send(tus(path).method("HEAD", BodyPublishers.noBody()));
    }

    /** How many bytes of an upload the store holds; unlike HEAD, this disturbs nobody. */
    protected long stored(String path) throws IOException {
        return store.offset(FileId.parse(path.substring("/files/".length())).orElseThrow());
    }

    /** How many blobs the store holds that are not whole. */
    protected int unfinished() throws IOException {
        return store.unfinished().size();
    }

    /** A whole file, uploaded in one piece, as its path. */
    protected String upload(byte[] bytes, String metadata) {
        String path = create(bytes.length, metadata);
        if (bytes.length > 0) {
            send(patch(path, 0, bytes));
        }
        return path;
    }

    /** Asserts that {@code answer} refuses as RFC 9457 has it. */
    protected static void assertProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"" + code + "\"").contains("traceId");
    }

    protected static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    protected static String metadata(String... pairs) {
        StringBuilder header = new StringBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            byte[] value = pairs[i + 1].getBytes(StandardCharsets.UTF_8);
            header.append(i == 0 ? "" : ",")
                    .append(pairs[i])
                    .append(' ')
                    .append(Base64.getEncoder().encodeToString(value));
        }
        return header.toString();
    }
}
