package telco.usage.load;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import telco.usage.jdbc.Cancellation;
import telco.usage.jdbc.Database;
import telco.usage.run.Attempt;
import telco.usage.run.RunJournal;

/**
 * Keeps bad records aside in ingest.reject. Each batch commits by itself, on a connection of its own: rejects are worth
 * reading above all when the run fails. Belongs to one thread.
 */
public final class RejectWriter {

    private static final int BATCH_ROWS = 1_000;
    private static final int BATCH_BYTES = 1 << 20;
    private static final String INSERT = """
            insert into ingest.reject
                (run_id, record_number, line_number, byte_offset, reason, column_name, message, charge,
                 record, record_bytes, customer_id)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final Database database;
    private final Attempt attempt;
    private final List<Reject> batch = new ArrayList<>();
    private long batchBytes;

    public RejectWriter(Database database, Attempt attempt) {
        this.database = database;
        this.attempt = attempt;
    }

    /** Counts the record, and stores it while there is room: with its batch, or by {@link #flush()}. */
    public void add(Reject reject) {
        Violation violation = reject.violation();
        boolean room =
                attempt.rejects().count(violation.reason(), charge(reject), reject.lineNumber(), violation.message());
        if (!room) {
            return;
        }
        batch.add(reject);
        batchBytes += reject.bytes().length;
        if (batch.size() == BATCH_ROWS || batchBytes >= BATCH_BYTES) {
            flush();
        }
    }

    /**
     * Writes what is still in memory.
     *
     * @throws telco.usage.run.AttemptLostException when another worker has the run by now; its rejects are its own
     */
    public void flush() {
        if (!batch.isEmpty()) {
            database.inTransaction(this::insert);
            batch.forEach(reject -> attempt.rejects().stored(reject.violation().reason()));
            batch.clear();
            batchBytes = 0;
        }
    }

    private static BigDecimal charge(Reject reject) {
        return BigDecimal.valueOf(reject.charge(), 8);
    }

    private void insert(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (Reject reject : batch) {
                UsageColumn column = reject.violation().column();
                statement.setInt(1, attempt.runId());
                statement.setLong(2, reject.recordNumber());
                statement.setLong(3, reject.lineNumber());
                statement.setLong(4, reject.byteOffset());
                statement.setString(5, reject.violation().reason().name());
                statement.setObject(6, column == null ? null : column.columnName(), Types.VARCHAR);
                statement.setString(7, reject.violation().message());
                statement.setBigDecimal(8, charge(reject));
                statement.setBytes(9, reject.bytes());
                statement.setLong(10, reject.byteLength());
                statement.setObject(11, reject.customerId(), Types.INTEGER);
                statement.addBatch();
            }
            Cancellation.watch(statement, statement::executeBatch);
        }
        RunJournal.requireOwned(connection, attempt);
    }
}
