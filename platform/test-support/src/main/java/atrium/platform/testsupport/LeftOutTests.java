package atrium.platform.testsupport;

import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Says at the end of a run which tests were left out and why; without it the reasons stay in report files. */
public final class LeftOutTests implements TestExecutionListener {

    private final Map<String, String> leftOut = new TreeMap<>();

    @Override
    public synchronized void executionSkipped(TestIdentifier test, String reason) {
        leftOut.put(test.getLegacyReportingName(), reason);
    }

    @Override
    @SuppressWarnings("SystemOut") // the build's own output is where a developer looks
    public synchronized void testPlanExecutionFinished(TestPlan plan) {
        leftOut.forEach((test, reason) -> System.out.println("LEFT OUT " + test + ": " + reason));
    }
}
