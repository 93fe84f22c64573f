package atrium.nacos.publisher;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line. The password comes from the environment only: a process list shows arguments to everybody. */
@Command(
        name = "nacos-config-publisher",
        description = "Publishes first values to Nacos. A value that an operator changed or removed is left alone.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = 64,
        footer = {
            "",
            "Environment: ATRIUM_NACOS_ADDR (127.0.0.1:8848), ATRIUM_NACOS_USERNAME (nacos), ATRIUM_NACOS_PASSWORD.",
            "Exit codes: 0 done, 2 would change (--exit-code), 3 changed by somebody else meanwhile, 64 wrong usage,",
            "65 broken file, 69 unreachable, 76 unexpected answer, 77 refused, 78 setting missing."
        })
public final class PublisherApplication implements Callable<Integer> {

    private final Map<String, String> environment;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--from",
            paramLabel = "DIR",
            description = "Publish DIR/<group>/<data-id>.yaml, not the files packed inside.")
    private @Nullable Path from;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            defaultValue = "120s",
            description = "Wait for the server, at most (${DEFAULT-VALUE}).")
    private Duration wait = Duration.ZERO;

    @Option(
            names = "--dry-run",
            description = "Show what would change; publish nothing. The first administrator is made all the same.")
    private boolean dryRun;

    @Option(names = "--exit-code", description = "With --dry-run: exit 2 if something would change.")
    private boolean exitCode;

    @Option(names = "--force", description = "Overwrite an operator's changes and bring back what was removed.")
    private boolean force;

    PublisherApplication(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Exits with one of the codes above. */
    public static void main(String[] args) {
        System.exit(commandLine(System.getenv()).execute(args));
    }

    static CommandLine commandLine(Map<String, String> environment) {
        return new CommandLine(new PublisherApplication(environment))
                .registerConverter(Duration.class, PublisherApplication::duration)
                .setExecutionExceptionHandler(PublisherApplication::report);
    }

    @Override
    public Integer call() throws IOException {
        SortedMap<ConfigId, String> files = from == null ? ConfigFiles.packed() : ConfigFiles.from(from);
        Publication publication = new Publication(new NacosConfigStore(connect()), force);
        List<Decision> decisions = new ArrayList<>();
        for (var file : files.entrySet()) {
            Decision decision = publication.decide(file.getKey(), file.getValue());
            if (!dryRun) {
                publication.carryOut(decision);
            }
            out().print(new Report(decision, dryRun));
            out().flush();
            decisions.add(decision);
        }
        return (exitCode && dryRun && changes(decisions) ? ExitCode.WOULD_CHANGE : ExitCode.DONE).number();
    }

    private NacosApi connect() {
        String password = environment.getOrDefault("ATRIUM_NACOS_PASSWORD", "");
        if (password.isEmpty()) {
            throw new PublisherException(
                    ExitCode.BAD_SETTING,
                    "ATRIUM_NACOS_PASSWORD is not set. ./atrium up keeps it in $ATRIUM_HOME/secrets");
        }
        NacosApi nacos = new NacosApi(environment.getOrDefault("ATRIUM_NACOS_ADDR", "127.0.0.1:8848"));
        NacosSession session = new NacosSession(nacos, pause -> LockSupport.parkNanos(pause.toNanos()));
        session.awaitReady(wait);
        session.logIn(environment.getOrDefault("ATRIUM_NACOS_USERNAME", "nacos"), password);
        return nacos;
    }

    private static boolean changes(List<Decision> decisions) {
        return decisions.stream().anyMatch(decision -> switch (decision) {
            case Decision.Create create -> true;
            case Decision.Update update -> true;
            case Decision.Unchanged unchanged -> false;
            case Decision.Kept kept -> false;
        });
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    /** {@code 90s}, {@code 2m}, {@code 500ms}, or ISO 8601. */
    private static Duration duration(String text) {
        return text.endsWith("ms")
                ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                : Duration.parse(text.startsWith("P") ? text : "PT" + text);
    }

    private static int report(Exception failure, CommandLine command, CommandLine.ParseResult arguments)
            throws Exception {
        if (failure instanceof PublisherException known) {
            command.getErr().println("nacos-config-publisher: " + known.getMessage());
            return known.code().number();
        }
        throw failure;
    }
}
