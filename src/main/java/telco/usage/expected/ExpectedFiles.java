package telco.usage.expected;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import telco.usage.expected.Arrivals.Arrival;
import telco.usage.expected.FileEvent.Kind;
import telco.usage.jdbc.Sql;

/**
 * Compares what came with what should have come, and writes down what is new: each thing once, whoever looks, for the state
 * of a file and what is told of it are written together, under a lock.
 */
@Singleton
final class ExpectedFiles {

    private static final long LOCK = 7_355_608_018L;

    /** A file may have come long before it is due, but not longer. */
    private static final Duration LOOK_BACK = Duration.ofDays(60);

    /** Of a number that jumps, so many are named. */
    private static final int MOST_GAPS = 20;

    private final ExpectedConfig config;
    private final FileTelling telling;
    private final Clock clock;

    ExpectedFiles(ExpectedConfig config, FileTelling telling, Clock clock) {
        this.config = config;
        this.telling = telling;
        this.clock = clock;
    }

    /** How it stands with a file that was not there in time. */
    private record Standing(String period, Instant dueAt, String state) {}

    /** Looks at one expectation; the transaction is the caller's. */
    void check(Connection connection, Expectation expectation) throws SQLException {
        Sql.of("select pg_advisory_xact_lock(?)", LOCK).first(connection, row -> null);
        Instant now = clock.instant();
        Instant since = since(connection, expectation, now);
        Map<String, Standing> standings = standings(connection, expectation);
        Map<String, Arrival> arrived =
                Arrivals.of(connection, expectation, since.minus(LOOK_BACK)).byPeriod();
        List<Due> dues = expectation.dues(since, now);
        if (expectation.period() == Period.NUMBER) {
            checkNumbers(connection, expectation, since, dues, arrived, standings, now);
        } else {
            for (Due due : dues) {
                settle(connection, expectation, due, Optional.ofNullable(arrived.get(due.period())), standings, now);
            }
        }
        checkOrder(connection, expectation, since, arrived, standings, now);
    }

    /** Any number does for a file that is due; so many must have come. */
    private void checkNumbers(
            Connection connection,
            Expectation expectation,
            Instant since,
            List<Due> dues,
            Map<String, Arrival> arrived,
            Map<String, Standing> standings,
            Instant now)
            throws SQLException {
        List<Arrival> sinceThen = arrived.values().stream()
                .filter(arrival -> arrival.at().isAfter(since))
                .toList();
        for (int i = 0; i < dues.size(); i++) {
            Optional<Arrival> arrival = i < sinceThen.size() ? Optional.of(sinceThen.get(i)) : Optional.empty();
            settle(connection, expectation, dues.get(i), arrival, standings, now);
        }
        TreeMap<Long, Arrival> byNumber = new TreeMap<>();
        arrived.values().forEach(arrival -> byNumber.put(Long.valueOf(arrival.period()), arrival));
        for (Long number : skipped(byNumber)) {
            if (byNumber.higherEntry(number).getValue().at().isAfter(since)
                    && !standings.containsKey(number.toString())) {
                set(connection, expectation, new Due(number.toString(), now), "GAP");
                telling.tell(connection, expectation, new Due(number.toString(), now), Kind.GAP, null, now);
            }
        }
        for (Standing standing : standings.values()) {
            Arrival arrival = arrived.get(standing.period());
            if (standing.state().equals("GAP") && arrival != null) {
                recover(connection, expectation, new Due(standing.period(), standing.dueAt()), arrival, now);
            }
        }
    }

    private static List<Long> skipped(TreeMap<Long, Arrival> byNumber) {
        List<Long> skipped = new ArrayList<>();
        Long before = null;
        for (Long number : byNumber.keySet()) {
            for (long each = before == null ? number : before + 1;
                    each < number && skipped.size() < MOST_GAPS;
                    each++) {
                skipped.add(each);
            }
            before = number;
        }
        return skipped;
    }

    private void settle(
            Connection connection,
            Expectation expectation,
            Due due,
            Optional<Arrival> arrival,
            Map<String, Standing> standings,
            Instant now)
            throws SQLException {
        Standing standing = standings.get(due.period());
        boolean isOpen = standing != null && !standing.state().equals("ARRIVED");
        if (arrival.isPresent()) {
            if (isOpen) {
                recover(connection, expectation, due, arrival.get(), now);
            }
            return;
        }
        Kind kind = now.isAfter(due.at().plus(config.grace())) ? Kind.MISSING : Kind.LATE;
        if (!isOpen || standing.state().equals("LATE") && kind == Kind.MISSING) {
            set(connection, expectation, due, kind.name());
            telling.tell(connection, expectation, due, kind, null, now);
        }
    }

    private void recover(Connection connection, Expectation expectation, Due due, Arrival arrival, Instant now)
            throws SQLException {
        set(connection, expectation, due, "ARRIVED");
        telling.tell(connection, expectation, due, Kind.RECOVERED, arrival.runId(), now);
    }

    /** A file that came behind a later one, unless it was told already that it was not there. */
    private void checkOrder(
            Connection connection,
            Expectation expectation,
            Instant since,
            Map<String, Arrival> arrived,
            Map<String, Standing> standings,
            Instant now)
            throws SQLException {
        Comparator<String> order =
                expectation.period() == Period.NUMBER ? Comparator.comparing(Long::valueOf) : Comparator.naturalOrder();
        String latest = null;
        for (Arrival arrival : arrived.values()) {
            if (latest != null && order.compare(arrival.period(), latest) < 0) {
                if (arrival.at().isAfter(since)
                        && !standings.containsKey(arrival.period())
                        && !telling.wasOutOfOrder(connection, expectation, arrival.runId())) {
                    Due due = new Due(arrival.period(), arrival.at());
                    telling.tell(connection, expectation, due, Kind.OUT_OF_ORDER, arrival.runId(), now);
                }
            } else {
                latest = arrival.period();
            }
        }
    }

    private static Instant since(Connection connection, Expectation expectation, Instant now) throws SQLException {
        Sql.of(
                        "insert into ingest.expectation (name, since) values (?, ?) on conflict (name) do nothing",
                        expectation.name(),
                        now)
                .update(connection);
        return Sql.of("select since from ingest.expectation where name = ?", expectation.name())
                .one(connection, row -> Sql.instant(row, "since"));
    }

    private static Map<String, Standing> standings(Connection connection, Expectation expectation) throws SQLException {
        Map<String, Standing> standings = new HashMap<>();
        Sql.of("""
                        select period, due_at, state
                        from ingest.expected_file
                        where expectation = ?
                        """, expectation.name())
                .list(
                        connection,
                        row -> new Standing(
                                row.getString("period"), Sql.instant(row, "due_at"), row.getString("state")))
                .forEach(standing -> standings.put(standing.period(), standing));
        return standings;
    }

    private static void set(Connection connection, Expectation expectation, Due due, String state) throws SQLException {
        Sql.of("""
                        insert into ingest.expected_file (expectation, period, due_at, state)
                        values (?, ?, ?, ?)
                        on conflict (expectation, period) do update set state = excluded.state
                        """, expectation.name(), due.period(), due.at(), state).update(connection);
    }
}
