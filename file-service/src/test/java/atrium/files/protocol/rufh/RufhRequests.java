package atrium.files.protocol.rufh;

import atrium.files.RunningService;
import atrium.files.catalog.FileId;
import atrium.files.storage.BlobStore;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.springframework.beans.factory.annotation.Autowired;

/** What a client of the draft sends, by hand. */
abstract class RufhRequests extends RunningService {

    @Autowired
    private BlobStore store;

    HttpRequest.Builder creation(String complete, byte[] content) {
        return creation("", complete, content);
    }

    HttpRequest.Builder creation(String query, String complete, byte[] content) {
        return request("/files" + query).header("Upload-Complete", complete).POST(BodyPublishers.ofByteArray(content));
    }

    /** Begins an upload of {@code length} bytes without any of them and gives its path. */
    String create(long length) {
        return header(send(creation("?0", new byte[0]).header("Upload-Length", Long.toString(length))), "Location");
    }

    HttpRequest.Builder append(String path, long offset, String complete, byte[] content) {
        return request(path)
                .header("Upload-Offset", Long.toString(offset))
                .header("Upload-Complete", complete)
                .header("Content-Type", "application/partial-upload")
                .method("PATCH", BodyPublishers.ofByteArray(content));
    }

    HttpResponse<String> head(String path) {
        return send(request(path).header("Upload-Draft-Interop-Version", "8").method("HEAD", BodyPublishers.noBody()));
    }

    byte[] download(String path) {
        return send(request(path), HttpResponse.BodyHandlers.ofByteArray()).body();
    }

    /** How many bytes of an upload the store holds; unlike HEAD, this disturbs nobody. */
    long stored(String path) throws IOException {
        return store.offset(FileId.parse(path.substring("/files/".length())).orElseThrow());
    }
}
