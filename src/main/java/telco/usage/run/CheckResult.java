package telco.usage.run;

/**
 * What a check came to.
 *
 * @param check its name in snake case
 * @param count how many of those that were checked are not as they should be
 * @param checked how many rows, or whatever it counts, it looked at
 */
public record CheckResult(String check, CheckOutcome outcome, long count, long checked) {}
