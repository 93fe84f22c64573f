package atrium.nacos.publisher;

import atrium.platform.testsupport.NacosClient;
import atrium.platform.testsupport.NacosProcess;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Somebody with the admin's password and another program than ours. */
final class Operator {

    private static final Pattern TOKEN = Pattern.compile("\"accessToken\":\"([^\"]+)\"");
    private static final String CONFIG = "/v3/admin/cs/config";

    private final HttpClient http = HttpClient.newHttpClient();
    private final NacosProcess nacos;
    private String token = "";

    Operator(NacosProcess nacos) {
        this.nacos = nacos;
    }

    /** The first administrator must be there. */
    String logIn() throws IOException, InterruptedException {
        var form = Map.of("username", NacosClient.ADMIN, "password", nacos.password());
        Matcher matcher =
                TOKEN.matcher(send("POST", "/v3/auth/user/login", form).body());
        if (!matcher.find()) {
            throw new IOException("no token");
        }
        token = matcher.group(1);
        return token;
    }

    void publish(ConfigId id, String content) throws IOException, InterruptedException {
        require(send("POST", CONFIG, fields(id, Map.of("content", content, "type", "yaml"))));
    }

    void remove(ConfigId id) throws IOException, InterruptedException {
        require(send("DELETE", CONFIG, fields(id, Map.of())));
    }

    /** The whole answer of Nacos, value among it. */
    String read(ConfigId id) throws IOException, InterruptedException {
        return get(CONFIG, fields(id, Map.of())).body();
    }

    HttpResponse<String> get(String path, Map<String, String> query, String... headers)
            throws IOException, InterruptedException {
        return send("GET", path, query, headers);
    }

    /** Sends the form in the query, where Nacos takes it for every method. */
    private HttpResponse<String> send(String method, String path, Map<String, String> form, String... headers)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://" + nacos.address() + "/nacos" + path + "?" + encoded(form));
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody());
        String[] used = headers.length == 0 && !token.isEmpty() ? new String[] {"accessToken", token} : headers;
        if (used.length > 0) {
            request.headers(used);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static Map<String, String> fields(ConfigId id, Map<String, String> more) {
        return Stream.concat(
                        Map.of("groupName", id.group(), "dataId", id.dataId()).entrySet().stream(),
                        more.entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static void require(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() != 200) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
    }
}
