package telco.usage.quality;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.Sql;
import telco.usage.run.CheckOutcome;

/** What the checks of all runs came to, those that were passed too. */
@Singleton
final class CheckHistory {

    private final Database database;

    CheckHistory(Database database) {
        this.database = database;
    }

    /**
     * Which results to list: null means any.
     *
     * @param from the earliest time
     * @param until the first time that is too late
     * @param before only results that stand before this one, to page on
     */
    record Selection(String check, CheckOutcome outcome, Instant from, Instant until, Long before, int limit) {}

    /** Newest first. */
    List<CheckRecord> list(Selection selection) {
        return database.withConnection(connection -> Sql.of(
                        """
                        select q.id, q.run_id, r.file_name, q.check_name, q.outcome, q.found, q.checked, q.checked_at
                        from ingest.quality_result q
                        join ingest.run r on r.id = q.run_id
                        where (?::text is null or q.check_name = ?)
                          and (?::text is null or q.outcome = ?)
                          and (?::timestamptz is null or q.checked_at >= ?)
                          and (?::timestamptz is null or q.checked_at < ?)
                          and (?::bigint is null or q.id < ?)
                        order by q.id desc
                        limit ?
                        """,
                        selection.check(),
                        selection.check(),
                        selection.outcome(),
                        selection.outcome(),
                        selection.from(),
                        selection.from(),
                        selection.until(),
                        selection.until(),
                        selection.before(),
                        selection.before(),
                        selection.limit())
                .list(
                        connection,
                        row -> new CheckRecord(
                                row.getLong("id"),
                                row.getInt("run_id"),
                                row.getString("file_name"),
                                row.getString("check_name"),
                                CheckOutcome.valueOf(row.getString("outcome")),
                                row.getLong("found"),
                                row.getLong("checked"),
                                Sql.instant(row, "checked_at"))));
    }
}
