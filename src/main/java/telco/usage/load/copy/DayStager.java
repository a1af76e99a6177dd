package telco.usage.load.copy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Set;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.Sql;
import telco.usage.load.Reject;
import telco.usage.load.RejectWriter;
import telco.usage.load.Violation;
import telco.usage.run.Attempt;
import telco.usage.stage.Stage;
import telco.usage.warehouse.UsageDays;

/**
 * Gets spooled days into the stage, one thread's share of them. A day that the warehouse has goes in order into a
 * table to be merged. A day that it has not becomes a table of its own, complete but for being attached: told apart,
 * copied frozen, with key, index and checks, all in the transaction that made it. (Frozen rows are seen by transactions of
 * every age once the day is attached: one that reads the facts again at the isolation of a snapshot may find days that it
 * did not find before.)
 */
final class DayStager {

    private static final int CHECKPOINT_EVERY = 1 << 12;

    private final Database database;
    private final Attempt attempt;
    private final Stage stage;
    private final FileAccount account;
    private final SourceText source;
    private final Set<LocalDate> existing;
    private final RowCopy rowCopy;
    private final RowSorters sorters;
    private final RollupBuilder rollup;
    private final OddRows oddRows;
    private final ProfileBuilder profile;
    private final DayTotals totals;
    private final RejectWriter rejects;
    private final DayTally tally = new DayTally();
    private final Pace pace = new Pace();
    private byte[] row = new byte[Spooled.BYTES];
    private byte[] kept = new byte[Spooled.BYTES];
    private long rows;

    DayStager(StagingWork work, SourceText source) {
        this.database = work.database();
        this.attempt = work.attempt();
        this.stage = work.stage();
        this.account = work.account();
        this.existing = work.existing();
        this.rowCopy = new RowCopy(work.eventTypes());
        this.sorters = work.sorters();
        this.rollup = new RollupBuilder(work.database(), work.stage(), work.eventTypes());
        this.oddRows = new OddRows(work.account());
        this.profile = new ProfileBuilder(work.stage(), work.eventTypes(), work.plausible(), work.readAt(), oddRows);
        this.totals = new DayTotals(work.stage(), work.eventTypes());
        this.rejects = new RejectWriter(work.database(), work.attempt());
        this.source = source;
    }

    /** Stages days until none is left, and returns what became of the rows of new ones. */
    DayTally run(DayQueue days, Spool spool) throws IOException {
        RowSorter sorter = sorters.take();
        try {
            for (SpooledDay day = days.next(); day != null; day = days.next()) {
                try (SortedRows sorted = sorter.sort(day, spool.directory())) {
                    stage(day, sorted);
                }
                day.close();
            }
        } finally {
            sorters.giveBack(sorter);
        }
        rollup.flush();
        database.inTransaction(connection -> oddRows.write(connection, stage, source));
        rejects.flush();
        attempt.staged(rows % CHECKPOINT_EVERY);
        return tally;
    }

    private void stage(SpooledDay day, SortedRows sorted) throws IOException {
        try {
            database.inTransaction(connection -> {
                // Nobody waits for the disk here: PUBLISH's own commit writes all log before it, this day's too.
                Sql.of("set local synchronous_commit = off").update(connection);
                try {
                    if (existing.contains(day.date())) {
                        copyForMerge(connection, day, sorted);
                    } else {
                        build(connection, day, sorted);
                    }
                    profile.finish(connection, day.date());
                    totals.finish(connection, day);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void build(Connection connection, SpooledDay day, SortedRows sorted) throws SQLException, IOException {
        String table = stage.dayTable(day.date());
        UsageDays.createDetached(connection, table, day.date());
        String statement = "copy %s (%s, run_id) from stdin (format binary, freeze)".formatted(table, RowCopy.NAMES);
        try (CopyStream copy = CopyStream.start(connection, statement)) {
            boolean first = true;
            while (next(sorted)) {
                if (!first && Spooled.sameKey(kept, row)) {
                    takeRepeated();
                    continue;
                }
                first = false;
                int month = month(day, row);
                copy.row(RowCopy.COLUMNS + 1);
                rowCopy.columns(copy, row, month);
                copy.integer(attempt.runId());
                rollup.add(row, day.epochDay(), month, false);
                totals.add(row);
                profile.add(row);
                keepRow();
            }
            copy.finish();
        }
        UsageDays.finishDetached(connection, table);
    }

    /** A row with the identity of the kept one, which came before it in the file: a duplicate, or a conflict. */
    private void takeRepeated() {
        long charge = Spooled.int64(row, Spooled.CHARGE);
        double duration = Double.longBitsToDouble(Spooled.int64(row, Spooled.DURATION));
        if (Spooled.sameRest(kept, row)) {
            tally.duplicate(charge, duration);
            profile.duplicate(row);
            return;
        }
        tally.conflict(charge, duration);
        int block = Spooled.int32(row, Spooled.BLOCK);
        long offset = account.byteOffset(block, Spooled.int32(row, Spooled.OFFSET));
        byte[] bytes = record(offset);
        rejects.add(new Reject(
                account.recordNumber(block, Spooled.unsigned24(row, Spooled.RECORD)),
                account.lineNumber(block, Spooled.unsigned24(row, Spooled.LINE)),
                offset,
                Violation.keyConflict(),
                Spooled.int32(row, Spooled.CUSTOMER),
                charge,
                bytes,
                bytes.length));
    }

    private void copyForMerge(Connection connection, SpooledDay day, SortedRows sorted)
            throws SQLException, IOException {
        stage.createForMerge(connection, day.date());
        String statement =
                "copy %s (record_number, line_number, byte_offset, record, repeated, %s) from stdin (format binary)"
                        .formatted(stage.mergeTable(day.date()), RowCopy.NAMES);
        try (CopyStream copy = CopyStream.start(connection, statement)) {
            boolean first = true;
            while (next(sorted)) {
                int block = Spooled.int32(row, Spooled.BLOCK);
                long offset = account.byteOffset(block, Spooled.int32(row, Spooled.OFFSET));
                byte[] bytes = record(offset);
                copy.row(RowCopy.COLUMNS + 5);
                copy.bigint(account.recordNumber(block, Spooled.unsigned24(row, Spooled.RECORD)));
                copy.bigint(account.lineNumber(block, Spooled.unsigned24(row, Spooled.LINE)));
                copy.bigint(offset);
                copy.bytes(bytes, 0, bytes.length);
                boolean repeated = !first && Spooled.sameKey(kept, row);
                copy.bool(repeated);
                int month = month(day, row);
                rowCopy.columns(copy, row, month);
                rollup.add(row, day.epochDay(), month, true);
                totals.add(row);
                profileMerged(repeated);
                keepRow();
                first = false;
            }
            copy.finish();
        }
    }

    /** What becomes of a repeated row is found out when its day is compared with the warehouse's; it counts as one here. */
    private void profileMerged(boolean repeated) {
        if (!repeated) {
            profile.add(row);
        } else if (Spooled.sameRest(kept, row)) {
            profile.duplicate(row);
        }
    }

    private void keepRow() {
        byte[] previous = kept;
        kept = row;
        row = previous;
    }

    private boolean next(SortedRows sorted) throws IOException {
        pace.row();
        boolean found = sorted.next(row);
        if (found && ++rows % CHECKPOINT_EVERY == 0) {
            attempt.checkpoint();
            attempt.staged(CHECKPOINT_EVERY);
        }
        return found;
    }

    private static int month(SpooledDay day, byte[] row) {
        return day.month() + row[Spooled.MONTH];
    }

    /** The record of the current row as it stands in the text. */
    private byte[] record(long offset) {
        return source.bytes(offset, Spooled.unsigned16(row, Spooled.LENGTH) + 1);
    }
}
