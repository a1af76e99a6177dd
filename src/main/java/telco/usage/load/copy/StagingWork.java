package telco.usage.load.copy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import telco.usage.jdbc.Database;
import telco.usage.load.PlausibilityConfig;
import telco.usage.run.Attempt;
import telco.usage.stage.Stage;

/**
 * What the threads that stage days share.
 *
 * @param account of the file, complete
 * @param plausible what rows are expected to be like
 * @param readAt when the file was read
 * @param existing the days that the warehouse has
 * @param sorters for a thread to take one
 */
record StagingWork(
        Database database,
        Attempt attempt,
        Stage stage,
        FileAccount account,
        EventTypeCodes eventTypes,
        PlausibilityConfig plausible,
        Instant readAt,
        Set<LocalDate> existing,
        RowSorters sorters) {}
