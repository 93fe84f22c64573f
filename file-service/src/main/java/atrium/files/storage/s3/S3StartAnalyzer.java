package atrium.files.storage.s3;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do when the bucket cannot be used. */
final class S3StartAnalyzer extends AbstractFailureAnalyzer<S3StartException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, S3StartException cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.remedy(), cause);
    }
}
