package atrium.nacos.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.platform.testsupport.NacosProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The publisher against the real server; each test in a group of its own. */
class PublisherIT {

    private static NacosProcess nacos;
    private static Operator operator;
    private static int group;

    @TempDir
    private Path directory;

    private ConfigId gateway;

    @BeforeAll
    static void startNacos() throws IOException, InterruptedException {
        nacos = NacosProcess.start();
        operator = new Operator(nacos);
        // The first run makes the administrator.
        assertThat(publisher("--dry-run", "--exit-code").code()).isEqualTo(2);
        operator.logIn();
    }

    @AfterAll
    static void closeNacos() throws IOException {
        nacos.close();
    }

    @BeforeEach
    void twoFirstValues() throws IOException {
        gateway = new ConfigId("G" + ++group, "gateway.yaml");
        write("gateway.yaml", "routes: 1\nname: \"大厅 & +\"\n");
        write("chat.yaml", "limit: 1\n");
    }

    @Test
    void publishesThePackedFilesWithoutAnArgument() throws IOException, InterruptedException {
        assertThat(publisher().code()).isZero();

        assertThat(operator.read(new ConfigId("ATRIUM", "gateway.yaml"))).contains("lb://chat-service");
    }

    @Test
    void theFirstRunCreatesTheSecondDoesNothing() throws IOException, InterruptedException {
        assertThat(publishDirectory().out())
                .contains("created " + gateway, "+routes: 1", "created " + other())
                .doesNotContain("unchanged");
        assertThat(operator.read(gateway)).contains("routes: 1\\nname: \\\"大厅 & +\\\"\\n", "\"type\":\"yaml\"");

        assertThat(publishDirectory().lines()).containsExactly("unchanged " + other(), "unchanged " + gateway);
        assertThat(publishDirectory("--dry-run", "--exit-code").code()).isZero();
    }

    @Test
    void aChangedFileUpdatesWhatWasPublished() throws IOException, InterruptedException {
        publishDirectory();
        write("gateway.yaml", "routes: 2\n");

        Run run = publishDirectory();

        assertThat(run.out()).contains("updated " + gateway, "-routes: 1", "+routes: 2", "unchanged " + other());
        assertThat(operator.read(gateway)).contains("routes: 2");
    }

    @Test
    void anOperatorsChangeIsKept() throws IOException, InterruptedException {
        publishDirectory();
        operator.publish(gateway, "routes: mine\n");
        write("gateway.yaml", "routes: 2\n");

        Run run = publishDirectory();

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("kept " + gateway, "an operator changed it");
        assertThat(operator.read(gateway)).contains("routes: mine");
    }

    @Test
    void aValueThatAnOperatorMadeFirstIsKept() throws IOException, InterruptedException {
        operator.publish(gateway, "routes: mine\n");

        assertThat(publishDirectory().out()).contains("kept " + gateway);
        assertThat(operator.read(gateway)).contains("routes: mine");
    }

    @Test
    void aRemovedValueStaysRemoved() throws IOException, InterruptedException {
        publishDirectory();
        operator.remove(gateway);

        assertThat(publishDirectory().out()).contains("kept " + gateway, "an operator removed it");
        assertThat(operator.read(gateway)).contains("resource not found");

        assertThat(publishDirectory("--force").out()).contains("created " + gateway);
        assertThat(operator.read(gateway)).contains("routes: 1");
    }

    @Test
    void forceOverwritesAndOwnsTheValueAgain() throws IOException, InterruptedException {
        publishDirectory();
        operator.publish(gateway, "routes: mine\n");

        assertThat(publishDirectory("--force").out()).contains("updated " + gateway, "-routes: mine", "+routes: 1");
        write("gateway.yaml", "routes: 3\n");
        assertThat(publishDirectory().out()).contains("updated " + gateway);
        assertThat(operator.read(gateway)).contains("routes: 3");
    }

    @Test
    void aDryRunChangesNothing() throws IOException, InterruptedException {
        Run run = publishDirectory("--dry-run");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("would create " + gateway, "+routes: 1");
        assertThat(operator.read(gateway)).contains("resource not found");
        assertThat(publishDirectory("--dry-run", "--exit-code").code()).isEqualTo(2);
    }

    @Test
    void oneBrokenFileHoldsBackAll() throws IOException, InterruptedException {
        write("gateway.yaml", "routes: [\n");

        assertThat(publishDirectory().code()).isEqualTo(65);
        assertThat(operator.read(other())).contains("resource not found");
    }

    @Test
    void theWriteItselfComparesWithWhatWasRead() {
        NacosApi api = new NacosApi(nacos.address());
        new NacosSession(api, pause -> {}).logIn("nacos", nacos.password());
        ConfigStore store = new NacosConfigStore(api);

        assertThat(store.put(gateway, "a: 1", "yaml", java.util.Optional.empty()))
                .isTrue();
        assertThat(store.put(gateway, "a: 2", "yaml", java.util.Optional.empty()))
                .isFalse();
        var first = store.find(gateway);
        assertThat(store.put(gateway, "a: 3", "yaml", first)).isTrue();
        assertThat(store.put(gateway, "a: 4", "yaml", first)).isFalse();
        assertThat(store.find(gateway)).get().extracting(StoredConfig::content).isEqualTo("a: 3");
    }

    @Test
    void aWrongPasswordIsRefused() {
        StringWriter errors = new StringWriter();
        var environment = new java.util.HashMap<>(nacos.clientEnvironment());
        environment.put("ATRIUM_NACOS_PASSWORD", "wrong-password");

        int code = PublisherApplication.commandLine(environment)
                .setErr(new PrintWriter(errors))
                .execute();

        assertThat(code).isEqualTo(77);
        assertThat(errors.toString()).contains("refused user nacos").doesNotContain("wrong-password");
    }

    private ConfigId other() {
        return new ConfigId(gateway.group(), "chat.yaml");
    }

    private void write(String name, String content) throws IOException {
        Path file = directory.resolve(gateway.group()).resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private Run publishDirectory(String... arguments) {
        return publisher(Stream.concat(Stream.of("--from", directory.toString()), Stream.of(arguments))
                .toArray(String[]::new));
    }

    private static Run publisher(String... arguments) {
        StringWriter out = new StringWriter();
        int code = PublisherApplication.commandLine(nacos.clientEnvironment())
                .setOut(new PrintWriter(out))
                .execute(arguments);
        return new Run(code, out.toString());
    }

    private record Run(int code, String out) {

        Stream<String> lines() {
            return out.lines();
        }
    }
}
