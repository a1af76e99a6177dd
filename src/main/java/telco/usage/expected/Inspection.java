package telco.usage.expected;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import telco.usage.expected.ArrivedFiles.Arrival;
import telco.usage.expected.FileEvent.Kind;
import telco.usage.jdbc.Sql;

/** One look at one expectation: what should be there, what is, and what was said of it before. */
final class Inspection {

    /** A file may have come long before it is due, but not longer. */
    private static final Duration LOOK_BACK = Duration.ofDays(60);

    /** Of a number that jumps, so many are named. */
    private static final int MOST_GAPS = 20;

    /** How it stands with a file that was not there in time. */
    private record Standing(String period, Instant dueAt, FileState state) {

        boolean isOpen() {
            return state != FileState.ARRIVED;
        }
    }

    private final Connection connection;
    private final Expectation expectation;
    private final Instant since;
    private final Instant now;
    private final Duration grace;
    private final FileTelling telling;
    private final Map<String, Standing> standings;
    private final Map<String, Arrival> arrived;

    /** @param since of before that nothing is expected */
    Inspection(
            Connection connection,
            Expectation expectation,
            Instant since,
            Instant now,
            Duration grace,
            FileTelling telling)
            throws SQLException {
        this.connection = connection;
        this.expectation = expectation;
        this.since = since;
        this.now = now;
        this.grace = grace;
        this.telling = telling;
        this.standings = standings();
        this.arrived = ArrivedFiles.byPeriod(connection, expectation, since.minus(LOOK_BACK));
    }

    /** Writes down and tells what is new. */
    void perform() throws SQLException {
        if (expectation.period() == Period.NUMBER) {
            checkNumbers();
            checkGaps();
        } else {
            for (Due due : expectation.dues(since, now)) {
                settle(due, arrived.get(due.period()));
            }
        }
        checkOrder();
    }

    /** Any number does for a file that is due; so many must have come. */
    private void checkNumbers() throws SQLException {
        List<Due> dues = expectation.dues(since, now);
        List<Arrival> sinceThen = arrived.values().stream()
                .filter(arrival -> arrival.at().isAfter(since))
                .toList();
        for (int i = 0; i < dues.size(); i++) {
            settle(dues.get(i), i < sinceThen.size() ? sinceThen.get(i) : null);
        }
    }

    private void checkGaps() throws SQLException {
        for (String number : skippedNumbers()) {
            if (!standings.containsKey(number)) {
                Due due = new Due(number, now);
                set(due, FileState.GAP);
                telling.tell(connection, expectation, due, Kind.GAP, null, now);
            }
        }
        for (Standing standing : standings.values()) {
            Arrival arrival = arrived.get(standing.period());
            if (standing.state() == FileState.GAP && arrival != null) {
                recover(new Due(standing.period(), standing.dueAt()), arrival);
            }
        }
    }

    /** Numbers that are not there though a later one has come since these files are expected. */
    private List<String> skippedNumbers() {
        TreeMap<Long, Arrival> byNumber = new TreeMap<>();
        arrived.values().forEach(arrival -> byNumber.put(Long.valueOf(arrival.period()), arrival));
        List<String> skipped = new ArrayList<>();
        long next = byNumber.isEmpty() ? 0 : byNumber.firstKey();
        for (Map.Entry<Long, Arrival> each : byNumber.entrySet()) {
            boolean isNews = each.getValue().at().isAfter(since);
            for (; next < each.getKey() && isNews && skipped.size() < MOST_GAPS; next++) {
                skipped.add(Long.toString(next));
            }
            next = each.getKey() + 1;
        }
        return skipped;
    }

    /** @param arrival null when it is not there */
    private void settle(Due due, Arrival arrival) throws SQLException {
        Standing standing = standings.get(due.period());
        boolean isOpen = standing != null && standing.isOpen();
        if (arrival != null) {
            if (isOpen) {
                recover(due, arrival);
            }
            return;
        }
        FileState state = now.isAfter(due.at().plus(grace)) ? FileState.MISSING : FileState.LATE;
        if (!isOpen || standing.state() == FileState.LATE && state == FileState.MISSING) {
            set(due, state);
            telling.tell(connection, expectation, due, Kind.valueOf(state.name()), null, now);
        }
    }

    private void recover(Due due, Arrival arrival) throws SQLException {
        set(due, FileState.ARRIVED);
        telling.tell(connection, expectation, due, Kind.RECOVERED, arrival.runId(), now);
    }

    /** Files that came behind a later one, unless it was told already that they were not there. */
    private void checkOrder() throws SQLException {
        Comparator<String> order =
                expectation.period() == Period.NUMBER ? Comparator.comparing(Long::valueOf) : Comparator.naturalOrder();
        String latest = null;
        for (Arrival arrival : arrived.values()) {
            if (latest == null || order.compare(arrival.period(), latest) > 0) {
                latest = arrival.period();
            } else if (arrival.at().isAfter(since)
                    && !standings.containsKey(arrival.period())
                    && !telling.wasOutOfOrder(connection, expectation, arrival.runId())) {
                Due due = new Due(arrival.period(), arrival.at());
                telling.tell(connection, expectation, due, Kind.OUT_OF_ORDER, arrival.runId(), now);
            }
        }
    }

    private Map<String, Standing> standings() throws SQLException {
        Map<String, Standing> byPeriod = new HashMap<>();
        Sql.of("""
                        select period, due_at, state
                        from ingest.expected_file
                        where expectation = ?
                        """, expectation.name())
                .list(
                        connection,
                        row -> new Standing(
                                row.getString("period"),
                                Sql.instant(row, "due_at"),
                                FileState.valueOf(row.getString("state"))))
                .forEach(standing -> byPeriod.put(standing.period(), standing));
        return byPeriod;
    }

    private void set(Due due, FileState state) throws SQLException {
        Sql.of("""
                        insert into ingest.expected_file (expectation, period, due_at, state)
                        values (?, ?, ?, ?)
                        on conflict (expectation, period) do update set state = excluded.state
                        """, expectation.name(), due.period(), due.at(), state).update(connection);
    }
}
