package atrium.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of each kind of person, with an access token each; nobody has an empty one. */
final class Cast {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String PASSWORD = "correct horse battery";

    private final RunningSystem system;
    private final Map<String, String> tokens = new LinkedHashMap<>();

    /** @param room to which the invited guest is invited */
    Cast(RunningSystem system, String room) throws IOException, InterruptedException {
        this.system = system;
        tokens.put("nobody", "");
        tokens.put("guest", found("accessToken", post("", "/auth/guest", "{\"name\":\"Guest\"}")));
        String invite = found("invite", post(system.adminToken(), "/auth/invites", "{\"room\":\"" + room + "\"}"));
        tokens.put("invited", found("accessToken", post("", "/auth/guest", "{\"invite\":\"" + invite + "\"}")));
        for (String role : new String[] {"member", "moderator", "admin"}) {
            tokens.put(role, signedIn(role));
        }
    }

    Map<String, String> tokens() {
        return tokens;
    }

    private String signedIn(String role) throws IOException, InterruptedException {
        String name = role + "-" + UUID.randomUUID().toString().substring(0, 8);
        post(
                system.adminToken(),
                "/auth/accounts",
                "{\"name\":\"%s\",\"password\":\"%s\",\"roles\":[\"%s\"]}".formatted(name, PASSWORD, role));
        return found(
                "accessToken",
                post("", "/auth/sign-in", "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(name, PASSWORD)));
    }

    private String post(String token, String path, String json) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(system.url(path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> answer = Http.CLIENT.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
        return answer.body();
    }

    private static String found(String field, String json) {
        Matcher value = Pattern.compile("\"" + field + "\":\"([^\"]+)\"").matcher(json);
        assertThat(value.find()).as("%s in an answer", field).isTrue();
        return value.group(1);
    }
}
