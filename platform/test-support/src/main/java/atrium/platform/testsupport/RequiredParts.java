package atrium.platform.testsupport;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Carries out {@link Requires}. */
final class RequiredParts implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        String missing = AnnotationSupport.findAnnotation(context.getElement(), Requires.class).stream()
                .flatMap(requires -> Arrays.stream(requires.value()))
                .filter(part -> !part.isThere())
                .map(Part::words)
                .collect(Collectors.joining(" and "));
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("every part is there");
        }
        if (Boolean.parseBoolean(System.getenv("ATRIUM_REQUIRE_ALL"))) {
            throw new ExtensionConfigurationException(
                    "ATRIUM_REQUIRE_ALL is set, but there is no " + missing + " for " + context.getDisplayName());
        }
        return ConditionEvaluationResult.disabled("there is no " + missing);
    }
}
