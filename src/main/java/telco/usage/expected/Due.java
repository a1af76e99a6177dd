package telco.usage.expected;

import java.time.Instant;

/**
 * A file that should come.
 *
 * @param period what it is for, as it stands in its name; of numbered files the day on which it is due
 */
record Due(String period, Instant at) {}
