package telco.usage.quality;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import telco.usage.run.CheckOutcome;
import telco.usage.run.Severity;

/** From where on a check's finding has which severity. Without any, the check only counts. */
record Limits(Map<Severity, Limit> bySeverity) {

    static final Limits NONE = new Limits(Map.of());

    /** The same with another limit for a severity. */
    Limits with(Severity severity, Limit limit) {
        Map<Severity, Limit> changed = new EnumMap<>(Severity.class);
        changed.putAll(bySeverity);
        changed.put(severity, limit);
        return new Limits(changed);
    }

    /** The highest severity whose limit is reached. */
    CheckOutcome outcome(long count, long checked) {
        return Stream.of(CheckOutcome.ERROR, CheckOutcome.WARNING, CheckOutcome.INFO)
                .filter(outcome -> isReached(outcome.severity(), count, checked))
                .findFirst()
                .orElse(CheckOutcome.PASSED);
    }

    private boolean isReached(Severity severity, long count, long checked) {
        Limit limit = bySeverity.get(severity);
        return limit != null && limit.isReached(count, checked);
    }
}
