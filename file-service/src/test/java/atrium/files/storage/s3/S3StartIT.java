package atrium.files.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.files.storage.BlobStore;
import atrium.platform.testsupport.FreePorts;
import atrium.platform.testsupport.Part;
import atrium.platform.testsupport.Requires;
import atrium.platform.testsupport.S3ProxyProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What the service says at its start about a bucket that it cannot use. */
@Requires(Part.S3)
class S3StartIT {

    private static S3ProxyProcess server;

    @BeforeAll
    static void startServer() throws IOException {
        server = S3ProxyProcess.start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @Test
    void a_bucket_that_is_there_becomes_the_store() {
        start().run(context -> assertThat(context).hasNotFailed().hasSingleBean(BlobStore.class));
    }

    @Test
    void another_store_leaves_s3_alone() {
        new ApplicationContextRunner()
                .withUserConfiguration(S3StorageConfiguration.class)
                .withPropertyValues("atrium.files.store=local")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(BlobStore.class));
    }

    @ParameterizedTest
    @CsvSource({"bucket, no-such-bucket, Create the bucket", "secret-key, wrong, Check atrium.files.s3.access-key"})
    void a_mistake_is_told_with_what_to_do(String key, String value, String remedy) {
        start("atrium.files.s3." + key + '=' + value).run(context -> {
            FailureAnalysis told = analysis(context.getStartupFailure());
            assertThat(told.getDescription()).contains("at " + server.endpoint() + " cannot be used");
            assertThat(told.getAction()).startsWith(remedy);
            assertThat(told.getDescription()).doesNotContain(server.secretKey(), server.accessKey());
        });
    }

    @Test
    void a_server_that_is_not_there_is_told_with_what_to_do() {
        start("atrium.files.s3.endpoint=http://127.0.0.1:" + FreePorts.one())
                .run(context -> assertThat(analysis(context.getStartupFailure()).getAction())
                        .startsWith("Check atrium.files.s3.endpoint"));
    }

    private static ApplicationContextRunner start(String... more) {
        List<String> properties = new ArrayList<>(
                List.of("atrium.files.store=s3", "atrium.files.s3.timeout=4s", "atrium.files.s3.spool=target/spool"));
        server.properties().forEach((key, value) -> properties.add(key + '=' + value));
        properties.addAll(List.of(more));
        return new ApplicationContextRunner()
                .withUserConfiguration(S3StorageConfiguration.class)
                .withPropertyValues(properties.toArray(String[]::new));
    }

    private static FailureAnalysis analysis(Throwable failure) {
        FailureAnalysis analysis = new S3StartAnalyzer().analyze(failure);
        assertThat(analysis).as("of %s", failure).isNotNull();
        return analysis;
    }
}
