package atrium.platform.netty;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do when a server's port is taken. */
final class PortInUseAnalyzer extends AbstractFailureAnalyzer<PortInUseException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, PortInUseException cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()),
                "End the program that listens there, or set another port (see docs/configuration.md).",
                cause);
    }
}
