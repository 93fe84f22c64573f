package atrium.gateway.auth.storage;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells an operator what to do about a damaged file, instead of a stack trace. */
final class UnreadableStateAnalyzer extends AbstractFailureAnalyzer<UnreadableStateException> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, UnreadableStateException cause) {
        String action = "Mend " + cause.file() + " or put a backup in its place. " + cause.remedy();
        return new FailureAnalysis(String.valueOf(cause.getMessage()), action, failure);
    }
}
