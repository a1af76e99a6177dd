package telco.usage.revert;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import telco.usage.jdbc.Sql;
import telco.usage.warehouse.UsageDays;
import telco.usage.warehouse.UsageRemoval;

/**
 * The days in which a run's rows are. From days that it shares its rows are deleted, days that are its alone are
 * detached: of a run that brought new days nearly all rows go without being touched.
 */
final class RevertedDays {

    private final int runId;
    private final List<LocalDate> shared = new ArrayList<>();
    private final List<LocalDate> own = new ArrayList<>();

    /** @param days those with the run's rows, under the warehouse's lock */
    RevertedDays(Connection connection, int runId, List<LocalDate> days) throws SQLException {
        this.runId = runId;
        for (LocalDate day : days) {
            (isShared(connection, day) ? shared : own).add(day);
        }
    }

    private boolean isShared(Connection connection, LocalDate day) throws SQLException {
        return Sql.of(
                        "select exists (select from %s where run_id <> ?) as shared".formatted(UsageDays.table(day)),
                        runId)
                .one(connection, row -> row.getBoolean("shared"));
    }

    /** Removes the run's rows. Readers wait for as long as detaching tables takes, at the end. */
    void remove(Connection connection) throws SQLException {
        UsageRemoval removal = UsageRemoval.begin(connection, own);
        for (LocalDate day : shared) {
            removal.rows(day, "run_id = ?", runId);
        }
        removal.finish();
    }

    int count() {
        return shared.size() + own.size();
    }
}
