package telco.usage.customer;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import telco.usage.audit.Actor;
import telco.usage.audit.AuditAction;
import telco.usage.audit.AuditLog;
import telco.usage.csv.CsvTable;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.Sql;
import telco.usage.load.FormatConfig;
import telco.usage.load.UsageColumn;
import telco.usage.problem.ProblemException;
import telco.usage.suspense.RecordText;
import telco.usage.warehouse.UsageDays;

/**
 * Gives out what the database has of a customer, some rows at a time. Between two parts no connection is held: a slow reader
 * costs nobody else anything, and keeps no day from being removed.
 */
@Singleton
final class CustomerData {

    private static final List<String> EVENT_COLUMNS =
            Arrays.stream(UsageColumn.values()).map(UsageColumn::columnName).toList();
    private static final List<String> REJECT_COLUMNS = List.of("run_id", "line_number", "reason", "state", "record");

    private static final int EVENTS_PER_QUERY = 1_000;
    private static final int REJECTS_PER_QUERY = 100;

    private final Database database;
    private final FormatConfig format;

    CustomerData(Database database, FormatConfig format) {
        this.database = database;
        this.format = format;
    }

    /** @param cells the values of the file's columns; NULL is null */
    private record Event(String time, String identity, List<Object> cells) {}

    private record Kept(CustomerRejects.Key key, long lineNumber, String reason, String state, byte[] record) {}

    /**
     * Writes into the audit that the customer's events are given out; to be called before they are.
     *
     * @throws ProblemException INVALID_REQUEST when the actor names the customer
     */
    void auditEvents(CustomerId customer, Actor actor) {
        new CustomerMark(customer, format.delimiter()).requireNotIn(Actor.HEADER, actor.name());
        database.inTransaction(connection -> {
            long events = Sql.of(
                            "select coalesce(sum(event_count), 0)::bigint as events from ingest.usage_rollup where customer_id = ?",
                            customer.value())
                    .one(connection, row -> row.getLong("events"));
            AuditLog.write(
                    connection,
                    actor,
                    AuditAction.ACCESS,
                    null,
                    "Gave out the %d events of a customer".formatted(events));
        });
    }

    /**
     * Writes the customer's events by time, with the columns of a usage file. A day at a time: of one day the planner finds
     * them by the customer's index, of many it may read all of them in the order of time.
     */
    void writeEvents(CustomerId customer, OutputStream out) throws IOException {
        try (CsvTable csv = new CsvTable(out, EVENT_COLUMNS)) {
            for (LocalDate day : database.withConnection(UsageDays::existing)) {
                writeDay(customer, day, csv);
            }
        }
    }

    private void writeDay(CustomerId customer, LocalDate day, CsvTable csv) throws IOException {
        List<Event> events = events(customer, day, "-infinity", "");
        while (!events.isEmpty()) {
            for (Event event : events) {
                csv.row(event.cells());
            }
            Event last = events.get(events.size() - 1);
            events = events.size() < EVENTS_PER_QUERY ? List.of() : events(customer, day, last.time(), last.identity());
        }
    }

    /** The events of the day behind this one. The time is asked of all days: this one may be removed while we read. */
    private List<Event> events(CustomerId customer, LocalDate day, String afterTime, String afterIdentity) {
        return database.withConnection(connection -> Sql.of(
                        """
                        select customer_id, event_start_time::text as time, event_uuid,
                               to_char(event_start_time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"') as start_time,
                               event_type, rate_plan_id, billing_flag_one, billing_flag_two, duration::text as duration,
                               charge, month
                        from public.telco_billings_usage
                        where customer_id = ? and event_start_time >= ? and event_start_time < ?
                          and (event_start_time, event_uuid) > (?::timestamptz, ?::text)
                        order by event_start_time, event_uuid
                        limit ?
                        """,
                        customer.value(),
                        UsageDays.start(day),
                        UsageDays.start(day.plusDays(1)),
                        afterTime,
                        afterIdentity,
                        EVENTS_PER_QUERY)
                .list(connection, CustomerData::event));
    }

    private static Event event(ResultSet row) throws SQLException {
        // As the database writes it: the driver would now and then make 32.0 of 32.
        String duration = row.getString("duration");
        return new Event(
                row.getString("time"),
                row.getString("event_uuid"),
                Arrays.asList(
                        row.getInt("customer_id"),
                        row.getString("start_time"),
                        row.getString("event_type"),
                        row.getObject("rate_plan_id", Integer.class),
                        row.getObject("billing_flag_one", Integer.class),
                        row.getObject("billing_flag_two", Integer.class),
                        duration == null ? null : new BigDecimal(duration),
                        row.getBigDecimal("charge"),
                        row.getString("month")));
    }

    /**
     * Finds the customer's rejects, and writes into the audit that they are given out.
     *
     * @throws ProblemException INVALID_REQUEST when the actor names the customer
     */
    List<CustomerRejects.Key> auditRejects(CustomerId customer, Actor actor) {
        CustomerMark mark = new CustomerMark(customer, format.delimiter());
        mark.requireNotIn(Actor.HEADER, actor.name());
        return database.fromLongTransaction(connection -> {
            List<CustomerRejects.Key> keys = CustomerRejects.of(connection, customer, mark);
            AuditLog.write(
                    connection,
                    actor,
                    AuditAction.ACCESS,
                    null,
                    "Gave out the %d rejects of a customer".formatted(keys.size()));
            return keys;
        });
    }

    /** Writes these rejects; one that has gone since is left out. */
    void writeRejects(List<CustomerRejects.Key> keys, OutputStream out) throws IOException {
        try (CsvTable csv = new CsvTable(out, REJECT_COLUMNS)) {
            for (int from = 0; from < keys.size(); from += REJECTS_PER_QUERY) {
                List<CustomerRejects.Key> part = keys.subList(from, Math.min(keys.size(), from + REJECTS_PER_QUERY));
                for (Kept kept : database.withConnection(connection -> kept(connection, part))) {
                    csv.row(List.of(
                            kept.key().runId(),
                            kept.lineNumber(),
                            kept.reason(),
                            kept.state(),
                            RecordText.of(kept.record(), format.charset())));
                }
            }
        }
    }

    private static List<Kept> kept(Connection connection, List<CustomerRejects.Key> keys) throws SQLException {
        return Sql.of("""
                        select r.run_id, r.record_number, r.line_number, r.reason, r.state, r.record
                        from ingest.reject r
                        join unnest(?::integer[], ?::bigint[]) asked (run_id, record_number)
                            on r.run_id = asked.run_id and r.record_number = asked.record_number
                        order by r.run_id, r.record_number
                        """, CustomerRejects.runIds(keys), CustomerRejects.recordNumbers(keys))
                .list(
                        connection,
                        row -> new Kept(
                                new CustomerRejects.Key(row.getInt("run_id"), row.getLong("record_number")),
                                row.getLong("line_number"),
                                row.getString("reason"),
                                row.getString("state"),
                                row.getBytes("record")));
    }
}
