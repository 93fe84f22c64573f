package atrium.files.announce;

import atrium.files.catalog.StoredFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import org.springframework.web.util.UriUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** chat-service's REST interface, see docs/protocols/chat.md: a file's id is the key under which it is said once. */
final class ChatClient implements Chat {

    /** In whose name a guest's file is announced: nobody knows what a guest calls itself in the chat. */
    static final String NOBODY = "files";

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient http;
    private final Supplier<List<URI>> instances;
    private final String token;
    private final JsonMapper json;
    private final Random random;

    /**
     * @param instances where chat-service is now; may block
     * @param token what it knows another service by; blank if there is none
     */
    ChatClient(HttpClient http, Supplier<List<URI>> instances, String token, JsonMapper json, Random random) {
        this.http = http;
        this.instances = instances;
        this.token = token;
        this.json = json;
        this.random = random;
    }

    /** Asks one instance after the other until one answers. */
    @Override
    public Answer post(StoredFile file) throws InterruptedException {
        if (token.isBlank()) {
            return new Answer.Away("no secret is configured that services know each other by (ATRIUM_ADMIN_TOKEN)");
        }
        List<URI> shuffled = new ArrayList<>(instances.get());
        Collections.shuffle(shuffled, random);
        Answer answer = new Answer.Away("there is no instance of chat-service");
        for (URI instance : shuffled) {
            answer = post(file, instance);
            if (!(answer instanceof Answer.Away)) {
                return answer;
            }
        }
        return answer;
    }

    private Answer post(StoredFile file, URI instance) throws InterruptedException {
        try {
            return answer(http.send(request(file, instance), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            return new Answer.Away(instance + " does not answer: " + e);
        }
    }

    private HttpRequest request(StoredFile file, URI instance) {
        String room = UriUtils.encodePathSegment(
                Objects.requireNonNull(file.info().room(), "no room"), StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(URI.create(instance + "/chat/rooms/" + room + "/messages"))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", '"' + file.id().value() + '"')
                .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(message(file))))
                .build();
    }

    private static Map<String, String> message(StoredFile file) {
        String uploader = file.info().uploader();
        return Map.of(
                "kind",
                "file",
                "text",
                file.info().name(),
                "file",
                file.id().value(),
                "name",
                uploader == null ? NOBODY : uploader);
    }

    private Answer answer(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        String code = status + " " + codeOf(response.body());
        return switch (status) {
            case 200, 201 -> new Answer.Told();
            case 400, 413, 422 -> new Answer.Refused(code);
            case 429, 503 -> new Answer.Later(code);
            case 403 -> code.endsWith(" muted") ? new Answer.Refused(code) : new Answer.Away(code);
            default -> new Answer.Away(code);
        };
    }

    /** The {@code code} of a problem (RFC 9457). */
    private String codeOf(byte[] body) {
        try {
            return json.readTree(body).path("code").asString("");
        } catch (JacksonException e) {
            return ""; // not one of ours; the status says enough
        }
    }
}
