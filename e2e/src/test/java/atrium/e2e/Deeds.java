package atrium.e2e;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.CompletionException;

/** What somebody does at a running system, in each of its protocols, and how that is answered. */
final class Deeds {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int FFMPEG_SECONDS = 20;
    private static final String BOUNDARY = "----permissions";

    private final RunningSystem system;
    private final Path directory;

    /** @param directory for the logs of programs */
    Deeds(RunningSystem system, Path directory) {
        this.system = system;
        this.directory = directory;
    }

    /** The answer to {@code by}, done with {@code token}, if there is one. */
    String answer(String by, String body, String token) throws Exception {
        String[] words = by.split(" ");
        return switch (words[0]) {
            case "WS" -> webSocket(words[1], token);
            case "LIST" -> yes(text(words[1], token).contains('"' + words[2] + '"'));
            case "TUS" -> tus(words[1], Long.parseLong(words[2]), token);
            case "RUFH" -> rufh(words[1], token);
            case "FORM" -> form(words[1], token);
            case "danmaku" -> yes(danmaku(words[1], token));
            case "RTMP" -> yes(words[1].equals("play") ? plays(words[2], token) : publishes(words[2]));
            default -> http(words[0], words[1], body, token);
        };
    }

    private static String yes(boolean yes) {
        return yes ? "yes" : "no";
    }

    private String http(String method, String path, String body, String token) throws Exception {
        BodyPublisher publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        return status(as(token, path).header("Content-Type", "application/json").method(method, publisher));
    }

    private String text(String path, String token) throws Exception {
        return Http.CLIENT
                .send(as(token, path).build(), BodyHandlers.ofString())
                .body();
    }

    private String tus(String room, long length, String token) throws Exception {
        return status(as(token, "/files")
                .header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", Long.toString(length))
                .header("Upload-Metadata", "filename YS50eHQ=,room " + base64(room))
                .POST(BodyPublishers.noBody()));
    }

    private String rufh(String room, String token) throws Exception {
        return status(as(token, "/files?filename=a.txt&room=" + room)
                .header("Upload-Draft-Interop-Version", "8")
                .header("Upload-Complete", "?1")
                .POST(BodyPublishers.ofString("hello")));
    }

    private String form(String room, String token) throws Exception {
        String body = """
                --%1$s\r
                Content-Disposition: form-data; name="room"\r
                \r
                %2$s\r
                --%1$s\r
                Content-Disposition: form-data; name="file"; filename="a.txt"\r
                \r
                hello\r
                --%1$s--\r
                """.formatted(BOUNDARY, room);
        return status(as(token, "/files")
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofString(body)));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Live replies do not end: the head is enough. */
    private static String status(HttpRequest.Builder request) throws Exception {
        HttpResponse<InputStream> answer = Http.CLIENT.send(request.build(), BodyHandlers.ofInputStream());
        answer.body().close();
        return Integer.toString(answer.statusCode());
    }

    private HttpRequest.Builder as(String token, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(system.url(path)).timeout(PATIENCE);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private String webSocket(String path, String token) {
        WebSocket.Builder builder = Http.CLIENT.newWebSocketBuilder().connectTimeout(PATIENCE);
        if (!token.isEmpty()) {
            builder.header("Authorization", "Bearer " + token);
        }
        try {
            builder.buildAsync(system.webSocket(path), new WebSocket.Listener() {})
                    .join()
                    .abort();
            return "101";
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return Integer.toString(refused.getResponse().statusCode());
            }
            throw e;
        }
    }

    /** Whether what is said comes back. */
    private boolean danmaku(String room, String token) throws IOException {
        String text = UUID.randomUUID().toString();
        try (DanmakuSocket client = new DanmakuSocket(system, PATIENCE)) {
            client.say("type@=loginreq/username@=D/" + (token.isEmpty() ? "" : "password@=" + token + "/"));
            client.say("type@=joingroup/rid@=" + room + "/gid@=-9999/");
            client.say("type@=chatmsg/txt@=" + text + "/");
            String heard = client.read();
            while (!heard.contains(text)) {
                if (heard.startsWith("type@=error/")) {
                    return false;
                }
                heard = client.read();
            }
            return true;
        } catch (EOFException | SocketException e) {
            return false; // closed before anything came back
        }
    }

    private boolean plays(String stream, String token) throws Exception {
        String query = token.isEmpty() ? "" : "?token=" + token;
        Path log = directory.resolve("play-" + UUID.randomUUID());
        int exit = Ffmpeg.of(system)
                .run(FFMPEG_SECONDS, log, "-v", "error", "-i", rtmp(stream) + query, "-t", "0.2", "-f", "null", "-");
        return exit == 0;
    }

    private boolean publishes(String stream) throws Exception {
        Path log = directory.resolve("publish-" + UUID.randomUUID());
        Process publisher = Ffmpeg.of(system).publish(rtmp(stream), 1, log);
        try {
            return publisher.waitFor() == 0;
        } finally {
            publisher.destroyForcibly();
        }
    }

    private String rtmp(String stream) {
        return "rtmp://localhost:%d/live/%s".formatted(system.port("ATRIUM_RTMP_PORT"), stream);
    }
}
