package dev.mien.app;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Says in one line at the end which tests were skipped and what the machine lacks for them. */
public final class SkippedTests implements TestExecutionListener {
  private final Map<String, String> reasons = new ConcurrentSkipListMap<>();

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
      String reason =
          result.getThrowable().map(Throwable::getMessage).orElse("").replaceFirst("^.*?: ", "");
      reasons.put(test.getDisplayName(), reason);
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    if (!reasons.isEmpty()) {
      System.out.println("Skipped here: " + new TreeMap<>(reasons));
    }
  }
}
