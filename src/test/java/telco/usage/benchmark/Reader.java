package telco.usage.benchmark;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;

/**
 * Somebody who looks at the warehouse all the time: on a connection of its own, both views, one event and the events of
 * one hour, then a short pause, and again. Remembers the longest that each phase of the benchmark let it wait.
 */
final class Reader implements AutoCloseable {

    private static final Map<String, String> QUERIES = queries();

    private static final String IDLE = "";

    private final Connection connection;
    private final ScheduledExecutorService executor;
    private final Map<String, PreparedStatement> statements = new LinkedHashMap<>();
    private final Waits waits = new Waits();
    private final Duration pause;
    private volatile String phase = IDLE;
    private long rounds;
    private SQLException failure;

    private Reader(BenchmarkDatabase database, Duration pause) throws SQLException {
        this.pause = pause;
        connection = database.connect();
        // Each query is planned when it comes, as a dashboard's are.
        connection.unwrap(PGConnection.class).setPrepareThreshold(0);
        for (Map.Entry<String, String> query : QUERIES.entrySet()) {
            statements.put(query.getKey(), connection.prepareStatement(query.getValue()));
        }
        executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "reader");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** A reader that rests until it is told of a phase; for ever, when the pause is zero. */
    static Reader start(BenchmarkDatabase database, Duration pause) throws SQLException {
        Reader reader = new Reader(database, pause);
        if (!pause.isZero()) {
            reader.executor.scheduleWithFixedDelay(reader::round, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
        }
        return reader;
    }

    /** The day and hour are in the middle of the first file. */
    private static Map<String, String> queries() {
        Map<String, String> queries = new LinkedHashMap<>();
        queries.put("analytics_usage_distribution", """
                select service_type, rate_plan_id, event_count, total_duration, total_charge, customer_count
                from public.analytics_usage_distribution
                """);
        queries.put("analytics_monthly_trends", """
                select month, service_type, event_count, customer_count, total_duration, total_charge
                from public.analytics_monthly_trends
                """);
        queries.put("one event", """
                select customer_id, event_type, charge
                from public.telco_billings_usage
                where event_start_time = '2016-02-15T12:30:00Z' and event_uuid = '0123456789abcdef0123456789abcdef'
                """);
        queries.put("events of an hour", """
                select count(*)
                from public.telco_billings_usage
                where event_start_time >= '2016-02-15T12:00:00Z' and event_start_time < '2016-02-15T13:00:00Z'
                """);
        return queries;
    }

    /**
     * Says what runs from now on.
     *
     * @throws SQLException what has ended the reading
     */
    void phase(String name) throws SQLException {
        phase = name;
        requireNoFailure();
    }

    private synchronized void countRound() {
        rounds++;
    }

    /** Lets it rest until the next phase: while the benchmark reads for itself, waits say nothing about loads. */
    void rest() {
        phase = IDLE;
    }

    private synchronized void requireNoFailure() throws SQLException {
        if (failure != null) {
            throw failure;
        }
    }

    private void round() {
        try {
            if (!phase.equals(IDLE)) {
                countRound();
            }
            for (Map.Entry<String, PreparedStatement> statement : statements.entrySet()) {
                String during = phase;
                if (!during.equals(IDLE)) {
                    read(statement.getKey(), during, statement.getValue());
                }
            }
        } catch (SQLException e) {
            synchronized (this) {
                failure = e;
            }
            throw new IllegalStateException("the reader gives up", e);
        }
    }

    private void read(String query, String during, PreparedStatement statement) throws SQLException {
        Instant start = Instant.now();
        long startNanos = System.nanoTime();
        readAll(statement);
        waits.add(during, query, start, System.nanoTime() - startNanos);
    }

    private static void readAll(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                rows.getObject(1);
            }
        }
    }

    Waits waits() {
        return waits;
    }

    /** Which part of its time, rests left out, its queries took: what it takes from a machine with few cores. */
    synchronized double busyShare() {
        double busy = waits.total().toMillis();
        return busy / (busy + rounds * pause.toMillis());
    }

    /** @throws SQLException what ended the reading before this did */
    @Override
    public void close() throws SQLException {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(2, TimeUnit.MINUTES)) {
                throw new SQLException("the reader still waits, since " + phase);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connection.close();
        requireNoFailure();
    }
}
