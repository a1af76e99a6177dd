package telco.usage.alert;

import java.time.Instant;
import telco.usage.run.Severity;

/**
 * One alert on its way to one target.
 *
 * @param id what tells it from every other: a target that gets it twice, because the process died before it could note the
 *     answer, knows it by this
 * @param attempt which try this is, from 1
 */
record Delivery(
        long id,
        Alert.Kind kind,
        Audience audience,
        Severity severity,
        Integer runId,
        Instant occurredAt,
        Target target,
        int attempt,
        Notice notice) {}
