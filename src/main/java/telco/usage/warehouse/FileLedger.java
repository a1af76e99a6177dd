package telco.usage.warehouse;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import telco.usage.jdbc.Sql;

/** Which content is in the warehouse, by the hash of the file's bytes and so under any name. */
public final class FileLedger {

    private FileLedger() {}

    /** The run that loaded this content, if any has. */
    public static Optional<Integer> runThatLoaded(Connection connection, String sha256) throws SQLException {
        return Sql.of("select run_id from ingest.loaded_file where sha256 = ?", sha256)
                .first(connection, row -> row.getInt("run_id"));
    }

    /** The last run that loaded other content under this name, if any has. */
    public static Optional<Integer> runThatLoadedOther(Connection connection, String fileName, String sha256)
            throws SQLException {
        return Sql.of("""
                        select run_id
                        from ingest.loaded_file
                        where file_name = ? and sha256 <> ?
                        order by loaded_at desc
                        limit 1
                        """, fileName, sha256).first(connection, row -> row.getInt("run_id"));
    }

    /** True when a file of this length has been loaded: only then can a new one be the same. */
    public static boolean knowsLength(Connection connection, long sizeBytes) throws SQLException {
        return Sql.of("select exists (select from ingest.loaded_file where size_bytes = ?) as known", sizeBytes)
                .one(connection, row -> row.getBoolean("known"));
    }

    /** Forgets what the run has loaded: it may be loaded again. */
    public static void forget(Connection connection, int runId) throws SQLException {
        Sql.of("delete from ingest.loaded_file where run_id = ?", runId).update(connection);
    }

    /** Remembers the content; content that is remembered already keeps its first run. */
    public static void record(
            Connection connection, String sha256, long sizeBytes, String fileName, int runId, Instant now)
            throws SQLException {
        Sql.of("""
                        insert into ingest.loaded_file (sha256, size_bytes, file_name, run_id, loaded_at)
                        values (?, ?, ?, ?, ?)
                        on conflict (sha256) do nothing
                        """, sha256, sizeBytes, fileName, runId, now).update(connection);
    }
}
