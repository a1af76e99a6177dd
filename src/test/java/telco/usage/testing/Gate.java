package telco.usage.testing;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Holds a run at a certain point, for as long as a test wants: the service's own statement waits there, in its own
 * transaction, for a lock that the test has. Opens when it is closed, or when the server goes away.
 */
public final class Gate implements AutoCloseable {

    /** Where a run can be held. */
    public enum Place {
        /** Before a run is queued. */
        SUBMIT("before insert on ingest.run for each statement"),
        /** A file has left the inbox, and its run is not committed. */
        TAKE("after update of file_path on ingest.run for each row when (new.finished_at is null)"),
        /** Amid the file: some rows are staged, a batch of rejects is to be stored. */
        LOAD("before insert on ingest.reject for each statement"),
        /** Facts and rollup are written, not yet committed, and the ledger is to come. */
        PUBLISH("before insert on ingest.loaded_file for each statement"),
        /** Something is audited with the act itself: a revert has yet to remove its rows, a cancel to be committed. */
        AUDIT("before insert on ingest.audit for each statement"),
        /** The last thing that PUBLISH writes before its commit. */
        BEFORE_COMMIT("before update of published_at on ingest.run for each row"),
        /** In the commit of PUBLISH itself: if the server lives it goes through, whoever has asked for it. */
        COMMIT("after update of published_at on ingest.run deferrable initially deferred for each row"),
        /** PUBLISH is committed, the run is not over. */
        RETENTION("before insert on ingest.run_step for each row when (new.name = 'RETENTION')"),
        /** All steps are taken, the run is to be told that it is over. */
        FINISH("before update of finished_at on ingest.run for each row"),
        /** A file lies where it is kept, and its run is not told so. */
        FILE("after update of file_path on ingest.run for each row when (new.finished_at is not null)");

        private final String moment;

        Place(String moment) {
            this.moment = moment;
        }

        private long key() {
            return 9_000 + ordinal();
        }

        private String trigger() {
            String kind = moment.contains("deferrable") ? "constraint trigger" : "trigger";
            return "create %s gate_%s %s execute function ingest.gate('%d')".formatted(kind, name(), moment, key());
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The lock of whoever changes the warehouse. Said again here: that it stays the same is what tests rely on. */
    private static final long WAREHOUSE_KEY = 7_355_608_016L;

    private final SqlConsole console;
    private final long key;
    private final Connection holder;

    private Gate(SqlConsole console, long key, Connection holder) {
        this.console = console;
        this.key = key;
        this.holder = holder;
    }

    /** Builds open gates at all places, once the service has made its tables. */
    public static void build(SqlConsole console) {
        console.execute("""
                create function ingest.gate() returns trigger language plpgsql as $$
                begin
                    perform pg_advisory_xact_lock_shared(tg_argv[0]::bigint);
                    return new;
                end
                $$
                """);
        for (Place place : Place.values()) {
            console.execute(place.trigger());
        }
    }

    /** Removes them again, from a service that other tests use too. */
    public static void demolish(SqlConsole console) {
        console.execute("drop function ingest.gate() cascade");
    }

    /** Closes the gate: who comes there waits. */
    public static Gate close(SqlConsole console, Place place) {
        return close(console, place.key());
    }

    /** Keeps everybody from changing the warehouse: PUBLISH waits, as behind another run's. Needs no building. */
    public static Gate closeAtWarehouse(SqlConsole console) {
        return close(console, WAREHOUSE_KEY);
    }

    private static Gate close(SqlConsole console, long key) {
        try {
            Connection holder = console.connect();
            try (Statement statement = holder.createStatement()) {
                statement.execute("select pg_advisory_lock(" + key + ")");
            }
            return new Gate(console, key, holder);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until somebody waits here. */
    public Gate awaitReached() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> waiting() > 0);
        return this;
    }

    /** How many wait here. */
    public long waiting() {
        return console.count("pg_locks where locktype = 'advisory' and not granted and classid = " + (key >>> 32)
                + " and objid = " + (key & 0xFFFF_FFFFL)
                + " and database = (select oid from pg_database where datname = current_database())");
    }

    /** Lets everybody pass. */
    @Override
    public void close() {
        try {
            holder.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
