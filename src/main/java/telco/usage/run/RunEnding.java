package telco.usage.run;

import java.sql.Connection;

/**
 * Fired in the transaction in which a worker's run ends, with the run as it will be: what an observer writes is there
 * exactly when the run has ended.
 */
public record RunEnding(Connection connection, Run run) {}
