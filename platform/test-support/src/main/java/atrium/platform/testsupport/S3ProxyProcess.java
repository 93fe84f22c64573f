package atrium.platform.testsupport;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A server that speaks S3, with one bucket, in a process of its own, on a free port of the loopback address, with keys
 * and a directory that nothing else knows. Killed and started again it has what it had. Not thread-safe.
 *
 * <p>Its jar is the one that system property {@code atrium.s3proxy.jar} names, else that of the build: found by walking
 * up from the working directory.
 */
public final class S3ProxyProcess implements AutoCloseable {

    private static final BuiltJar JAR = new BuiltJar(
            "atrium.s3proxy.jar",
            "file-service/target/s3proxy/s3proxy.jar",
            "get it: ./mvnw process-test-resources -pl file-service");
    private static final String BUCKET = "atrium-files";
    private static final Duration START = Duration.ofSeconds(60);

    private final OwnProcess process;
    private final int port;
    private final String accessKey;
    private final String secretKey;

    private S3ProxyProcess(OwnProcess process) {
        this.process = process;
        this.port = FreePorts.one();
        this.accessKey = random(10);
        this.secretKey = random(20);
    }

    /** Starts one and waits until it answers. */
    public static S3ProxyProcess start() throws IOException {
        S3ProxyProcess s3 = new S3ProxyProcess(OwnProcess.in("s3proxy", START));
        Files.createDirectories(s3.data().resolve(BUCKET));
        Files.write(s3.configuration(), s3.settings());
        s3.launch();
        return s3;
    }

    /** True where the build's jar, or the one that {@code atrium.s3proxy.jar} names, is there. */
    public static boolean isThere() {
        return JAR.isThere();
    }

    /** Starts it again, on the same port and data. */
    public void launch() throws IOException {
        Path jar = JAR.file();
        ProcessBuilder builder = new ProcessBuilder(
                BuiltJar.java(),
                "-Xmx256m",
                "-jar",
                jar.toString(),
                "--properties",
                configuration().toString());
        try (HttpClient http = HttpClient.newHttpClient()) {
            process.launch(builder, () -> isReady(http));
        }
    }

    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    public String bucket() {
        return BUCKET;
    }

    public String accessKey() {
        return accessKey;
    }

    public String secretKey() {
        return secretKey;
    }

    /** What a service needs to keep its files here, as Spring properties. */
    public Map<String, String> properties() {
        return Map.of(
                "atrium.files.s3.endpoint",
                endpoint(),
                "atrium.files.s3.bucket",
                bucket(),
                "atrium.files.s3.access-key",
                accessKey,
                "atrium.files.s3.secret-key",
                secretKey);
    }

    /** SIGSTOP: connections stay, nothing is answered. */
    public void pause() throws IOException {
        process.pause();
    }

    /** SIGCONT. */
    public void resume() throws IOException {
        process.resume();
    }

    /** SIGKILL, and waits for the end. */
    public void kill() {
        process.kill();
    }

    /** Kills it and removes what it had. */
    @Override
    public void close() throws IOException {
        process.close();
    }

    private List<String> settings() {
        return List.of(
                "s3proxy.endpoint=" + endpoint(),
                "s3proxy.authorization=aws-v2-or-v4",
                "s3proxy.identity=" + accessKey,
                "s3proxy.credential=" + secretKey,
                "s3proxy.ignore-unknown-headers=true",
                "jclouds.provider=filesystem-nio2",
                "jclouds.filesystem.basedir=" + data());
    }

    /** It answers, if only that nobody has signed the request. */
    private boolean isReady(HttpClient http) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(endpoint())).timeout(START).build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() > 0;
        } catch (IOException e) {
            return false; // not yet
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private Path configuration() {
        return process.home().resolve("s3proxy.properties");
    }

    private Path data() {
        return process.home().resolve("data");
    }

    private static String random(int size) {
        byte[] bytes = new byte[size];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
