package telco.usage.audit;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.Sql;

/** The audit as a table that only grows: the database refuses to change or remove an entry. */
@Singleton
public final class AuditLog {

    private final Database database;

    AuditLog(Database database) {
        this.database = database;
    }

    /**
     * Which entries to list: null means any.
     *
     * @param before only entries with a smaller id, to page on
     */
    record Selection(AuditAction action, Integer runId, Long before, int limit) {}

    /** Writes an entry as part of the caller's transaction: the act and its entry are both there or neither. */
    public static void write(Connection connection, Actor actor, AuditAction action, Integer runId, String detail)
            throws SQLException {
        Sql.of(
                        "insert into ingest.audit (actor, action, run_id, detail) values (?, ?, ?::integer, ?)",
                        actor.name(),
                        action,
                        runId,
                        detail)
                .update(connection);
    }

    /**
     * The same as one statement: {@code act} and the entry about the run that it inserts. When it inserts none, there is no
     * entry either.
     *
     * @param act inserts a run and returns its columns, as the statement does then
     */
    public static Sql with(Sql act, Actor actor, AuditAction action, String detail) {
        List<Object> values = new ArrayList<>(act.values());
        values.addAll(List.of(actor.name(), action, detail));
        return new Sql("""
                with act as (%s), entry as (
                    insert into ingest.audit (actor, action, run_id, detail) select ?, ?, id, ? from act
                )
                select * from act
                """.formatted(act.text()), values);
    }

    /** Newest first. */
    List<AuditEntry> list(Selection selection) {
        return database.withConnection(connection -> Sql.of(
                        """
                        select id, at, actor, action, run_id, detail
                        from ingest.audit
                        where (?::text is null or action = ?)
                          and (?::integer is null or run_id = ?)
                          and (?::bigint is null or id < ?)
                        order by id desc
                        limit ?
                        """,
                        selection.action(),
                        selection.action(),
                        selection.runId(),
                        selection.runId(),
                        selection.before(),
                        selection.before(),
                        selection.limit())
                .list(
                        connection,
                        row -> new AuditEntry(
                                row.getLong("id"),
                                Sql.instant(row, "at"),
                                row.getString("actor"),
                                AuditAction.valueOf(row.getString("action")),
                                row.getObject("run_id", Integer.class),
                                row.getString("detail"))));
    }
}
