package atrium.nacos.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.platform.testsupport.NacosProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The embedded server as it runs for users: nothing stands open, nothing is lost. */
class EmbeddedNacosIT {

    /** The base64 of the secret that Nacos shipped with before 2.2.0.1, less the last letter, which it ignores. */
    private static final String OLD_DEFAULT_KEY =
            "SecretKey01234567890123456789012345678901234567890123456789012345678";

    private static final ConfigId SECRET = new ConfigId("ATRIUM", "secret.yaml");
    private static final Map<String, String> SECRET_QUERY = Map.of("groupName", "ATRIUM", "dataId", "secret.yaml");

    private static NacosProcess nacos;
    private static Operator operator;
    private static String token;
    private static Set<Path> writtenByOthersBefore;

    @BeforeAll
    static void startNacos() throws IOException, InterruptedException {
        writtenByOthersBefore = whereNacosWritesByDefault();
        nacos = NacosProcess.start();
        operator = new Operator(nacos);
        new NacosSession(new NacosApi(nacos.address()), pause -> {}).logIn("nacos", nacos.password());
        token = operator.logIn();
        operator.publish(SECRET, "source: hunter2\n");
    }

    @AfterAll
    static void closeNacos() throws IOException {
        nacos.close();
    }

    @Test
    void listensOnLoopbackOnlyAndNotForRaft() throws IOException {
        List<ListeningSockets.Socket> sockets = ListeningSockets.tcp(nacos.pid());

        assertThat(sockets).allMatch(ListeningSockets.Socket::loopback);
        assertThat(sockets)
                .extracting(ListeningSockets.Socket::port)
                .containsExactlyInAnyOrderElementsOf(nacos.ports());
        assertThat(ListeningSockets.udp(nacos.pid())).isEmpty();
    }

    @Test
    void writesBelowItsHomeOnly() throws IOException {
        try (Stream<Path> top = Files.list(nacos.home())) {
            assertThat(top.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("data", "log", "nacos.out");
        }
        assertThat(whereNacosWritesByDefault()).isEqualTo(writtenByOthersBefore);
    }

    /** In the user's home, where another program with a Nacos client may have written, too. */
    private static Set<Path> whereNacosWritesByDefault() throws IOException {
        Set<Path> found = new TreeSet<>();
        for (String name : List.of("nacos", "logs/nacos")) {
            Path directory = Path.of(System.getProperty("user.home"), name);
            try (Stream<Path> files = Files.exists(directory) ? Files.walk(directory) : Stream.empty()) {
                files.forEach(found::add);
            }
        }
        return found;
    }

    @Test
    void logsNoSecret() throws IOException, InterruptedException {
        operator.read(SECRET);
        try (Stream<Path> logs = Files.walk(nacos.home().resolve("log"))) {
            for (Path log : logs.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(log)).doesNotContain(nacos.password(), token, "hunter2");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v3/admin/cs/config, User-Agent, Nacos-Server",
        "/v3/client/cs/config, User-Agent, Nacos-Server",
        "/v3/admin/cs/config, User-Agent, curl/8",
        "/v3/auth/user/list, User-Agent, Nacos-Server",
        "/v3/admin/cs/config, serverIdentity, security",
        "/v3/admin/cs/config, nacos, nacos",
    })
    void withoutATokenNobodyGetsAnything(String path, String header, String value)
            throws IOException, InterruptedException {
        var answer = operator.get(path, SECRET_QUERY, header, value);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).doesNotContain("hunter2");
    }

    @Test
    void theRightTokenOpens() throws IOException, InterruptedException {
        assertThat(operator.get("/v3/admin/cs/config", SECRET_QUERY, "accessToken", token)
                        .body())
                .contains("hunter2");
    }

    @ParameterizedTest
    @CsvSource({"HS256, HmacSHA256", "HS384, HmacSHA384", "none, ''"})
    void aTokenForgedWithTheOldDefaultKeyIsRefused(String algorithm, String mac)
            throws IOException, InterruptedException, GeneralSecurityException {
        String forged = forged(algorithm, mac);

        var answer = operator.get("/v3/admin/cs/config", SECRET_QUERY, "accessToken", forged);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/cs/ops/derby", "/v3/admin/cs/ops/derby"})
    void noSqlOverHttpForAnybody(String path) throws IOException, InterruptedException {
        Map<String, String> query = Map.of("sql", "select * from users");

        var stranger = operator.get(path, query, "User-Agent", "Nacos-Server");
        assertThat(stranger.statusCode()).isIn(403, 410);
        assertThat(operator.get(path, query, "accessToken", token).body())
                .doesNotContain("$2a$")
                .containsAnyOf("Derby ops is disabled", "Gone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/env", "/actuator/heapdump", "/actuator/prometheus", "/actuator/loggers"})
    void noInsightForStrangers(String path) throws IOException, InterruptedException {
        assertThat(operator.get(path, Map.of(), "User-Agent", "Nacos-Server").statusCode())
                .isIn(403, 404);
    }

    @Test
    void dataSurvivesARestartAndAKill() throws IOException, InterruptedException {
        nacos.stop();
        nacos.launch();
        operator.logIn();
        assertThat(operator.read(SECRET)).contains("hunter2");

        ConfigId late = new ConfigId("ATRIUM", "late.yaml");
        operator.publish(late, "v: just-now\n");
        nacos.kill();
        nacos.launch();
        operator.logIn();
        assertThat(operator.read(late)).contains("just-now");
        assertThat(operator.read(SECRET)).contains("hunter2");
    }

    /** RFC 7515 section 3.1, compact serialisation. */
    private static String forged(String algorithm, String mac) throws GeneralSecurityException {
        long expires = Instant.now().getEpochSecond() + 3600;
        String head =
                base64("{\"alg\":\"" + algorithm + "\"}") + "." + base64("{\"sub\":\"nacos\",\"exp\":" + expires + "}");
        if (mac.isEmpty()) {
            return head + ".";
        }
        Mac signer = Mac.getInstance(mac);
        signer.init(new SecretKeySpec(Base64.getDecoder().decode(OLD_DEFAULT_KEY), mac));
        return head + "."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(signer.doFinal(head.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
