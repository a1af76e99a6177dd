package telco.usage.run;

import java.sql.Connection;

/**
 * Fired in the transaction that is to make a run's rows visible, when all of them are accounted for and none is visible.
 * Whoever observes it may add to the attempt, or throw a {@link RunFailedException}: then nothing becomes visible.
 */
public record BeforePublication(Connection connection, Attempt attempt) {}
