package telco.usage.quality;

import telco.usage.run.Attempt;
import telco.usage.run.CheckOutcome;
import telco.usage.run.CheckResult;
import telco.usage.run.Finding;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunFailedException;
import telco.usage.run.Severity;

/** Stops what nobody should see before somebody has looked at it. */
final class QualityGate {

    private QualityGate() {}

    /** @throws RunFailedException QUALITY_GATE when a check came to ERROR and nobody has released the run yet */
    static void require(Attempt attempt) {
        boolean stopped = attempt.checks().stream().map(CheckResult::outcome).anyMatch(CheckOutcome.ERROR::equals);
        if (stopped && attempt.canBeStoppedByChecks()) {
            throw new RunFailedException(RunErrorCode.QUALITY_GATE, message(attempt));
        }
    }

    private static String message(Attempt attempt) {
        String problems = attempt.findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .map(Finding::message)
                .reduce((a, b) -> a + " " + b)
                .orElseThrow();
        String what = attempt.run().validateOnly()
                ? "It would not be published."
                : "Nothing was published. What was staged is kept for a while: POST /runs/%d/publish publishes it as it is."
                        .formatted(attempt.runId());
        return "%s: %s %s".formatted(attempt.run().file().name(), problems, what);
    }
}
