package atrium.nacos.publisher;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Nacos 3's HTTP API: sends a form or a query, reads status and JSON. Knows no credentials but the token. */
final class NacosApi {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final String address;
    private final HttpClient http;
    private final JsonMapper json = new JsonMapper();
    private String token = "";

    NacosApi(String address) {
        this.address = address;
        this.http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
    }

    String address() {
        return address;
    }

    void authenticate(String accessToken) {
        token = accessToken;
    }

    Answer get(String path, Map<String, String> query) {
        return send(request(path + "?" + form(query)).GET());
    }

    Answer post(String path, Map<String, String> form, Map<String, String> headers) {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
                .POST(HttpRequest.BodyPublishers.ofString(form(form)));
        headers.forEach(request::header);
        return send(request);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + address + "/nacos" + path))
                .timeout(ANSWER);
        return token.isEmpty() ? request : request.header("accessToken", token);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            var response = http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(response.statusCode(), parse(response.body()));
        } catch (IOException e) {
            throw new PublisherException(
                    ExitCode.UNREACHABLE,
                    "no Nacos at " + address + " (" + reason(e) + "). Start it, or set ATRIUM_NACOS_ADDR to host:port");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PublisherException(ExitCode.UNREACHABLE, "interrupted");
        }
    }

    private JsonNode parse(String body) {
        try {
            return body.isBlank() ? MissingNode.getInstance() : json.readTree(body);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** @param body missing where the answer was no JSON */
    record Answer(int status, JsonNode body) {

        boolean ok() {
            return status == 200;
        }

        /** Nacos' own error code, finer than the HTTP status; 0 is success. */
        int code() {
            return body.path("code").asInt(-1);
        }

        String message() {
            String data = body.path("data").asString("");
            return data.isEmpty() ? body.path("message").asString("") : data;
        }
    }
}
