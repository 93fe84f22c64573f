package atrium.files;

import atrium.platform.identity.IdentityProperties;
import atrium.platform.identity.ServiceToken;
import atrium.platform.identity.VerificationKeys;
import atrium.platform.testsupport.TestTokens;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;
import reactor.core.publisher.Mono;

/** The service with some private rooms, and all sorts of people who come to it. */
@Import(PrivateRooms.Keys.class)
@TestPropertySource(
        properties = {
            "atrium.files.durability=process",
            "atrium.rooms.private[0]=staff",
            "atrium.rooms.private[1]=lab-*",
            "atrium.rooms.private[2]=caf\u00e9",
            "atrium.rooms.public[0]=lab-tour"
        })
abstract class PrivateRooms extends TusRequests {

    static final String IN_STAFF = metadata("filename", "plan.txt", "filetype", "text/plain", "room", "staff");

    private static final TestTokens GATEWAY = new TestTokens("k1");

    /** Who asks, and how they are refused where the room {@code staff} is concerned; 0: not at all. */
    enum Who {
        NOBODY(401, ""),
        GUEST(403, GATEWAY.guest("g-1", "Gast")),
        ONE_INVITED_ELSEWHERE(403, GATEWAY.guest("g-2", "Gast", "lab-1", "Staff", "staff ")),
        ONE_WITH_A_TOKEN_THAT_IS_OVER(401, GATEWAY.sign(old())),
        A_FORGER(401, new TestTokens("k1").person("a1", "Ada", "admin")),
        ONE_WITH_A_WRONG_ADMIN_TOKEN(401, ADMIN + "x"),
        AN_INVITED_GUEST(0, GATEWAY.guest("g-3", "Gast", "staff")),
        A_MEMBER(0, GATEWAY.person("a1", "Ada", "member")),
        THE_ADMIN(0, ADMIN),
        A_SERVICE(0, ServiceToken.of(new IdentityProperties(ADMIN)));

        final int refusal;
        private final String token;

        Who(int refusal, String token) {
            this.refusal = refusal;
            this.token = token;
        }

        boolean isRefused() {
            return refusal != 0;
        }

        private static JWTClaimsSet old() {
            return TestTokens.claims("a1", "Ada", Instant.now().minus(Duration.ofHours(1)))
                    .claim("roles", List.of("member"))
                    .build();
        }
    }

    /** Imported, and no configuration of its own, so that it is one for every test that extends this. */
    static class Keys {

        @Bean
        VerificationKeys keys() {
            return kid -> Mono.just(GATEWAY.key());
        }
    }

    static HttpRequest.Builder as(Who who, HttpRequest.Builder request) {
        return who.token.isEmpty() ? request : request.header("Authorization", "Bearer " + who.token);
    }

    /** An upload in {@code staff} with none of its five bytes yet, as its path. */
    String begun(String... headers) {
        HttpRequest.Builder creation = creation(5, IN_STAFF);
        for (int i = 0; i < headers.length; i += 2) {
            creation.header(headers[i], headers[i + 1]);
        }
        return header(send(as(Who.THE_ADMIN, creation)), "Location");
    }

    /** A file of five bytes in {@code staff}, as its path. */
    String whole() {
        String path = begun();
        send(as(Who.THE_ADMIN, patch(path, 0, ascii("12345"))));
        return path;
    }

    /** A piece in {@code staff}, as its path. */
    String piece() {
        String path = begun("Upload-Concat", "partial");
        send(as(Who.THE_ADMIN, patch(path, 0, ascii("12345"))));
        return path;
    }

    HttpRequest.Builder draft(String path, Map<String, String> headers, String method, String body) {
        HttpRequest.Builder request = request(path).method(method, BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return request;
    }

    HttpRequest.Builder form(String body) {
        return request("/files")
                .header("Content-Type", "multipart/form-data; boundary=B")
                .POST(BodyPublishers.ofString(body));
    }

    static String field(String name, String value) {
        return "--B\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    static String file(String content) {
        return "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"plan.txt\"\r\n"
                + "Content-Type: text/plain\r\n\r\n" + content + "\r\n";
    }
}
