package telco.usage.load.copy;

import java.sql.Connection;
import java.sql.SQLException;
import telco.usage.load.EventIdentity;
import telco.usage.load.UsageRow;
import telco.usage.load.csv.CsvRecord;
import telco.usage.stage.Stage;

/** Writes rows into a stage by binary COPY. */
final class StageCopy implements AutoCloseable {

    private static final int COLUMNS = 14;

    private final CopyStream copy;
    private final EventIdentity identity = new EventIdentity();
    private int lastMonth;
    private String lastMonthText;

    private StageCopy(CopyStream copy) {
        this.copy = copy;
    }

    static StageCopy into(Connection connection, Stage stage) throws SQLException {
        return new StageCopy(CopyStream.start(connection, """
                copy %s (record_number, line_number, byte_offset, record, customer_id, event_start_time, event_type,
                    rate_plan_id, billing_flag_one, billing_flag_two, duration, charge, month, event_uuid)
                from stdin (format binary)
                """.formatted(stage.table())));
    }

    void write(CsvRecord record, UsageRow row) throws SQLException {
        copy.row(COLUMNS);
        copy.bigint(record.recordNumber());
        copy.bigint(record.lineNumber());
        copy.bigint(record.byteOffset());
        copy.bytes(record.bytes(), record.bytesStart(), record.bytesEnd());
        copy.integer(row.customerId());
        copy.timestamp(row.eventMicros());
        copy.bytes(row.eventType(), 0, row.eventType().length);
        integer(row.hasRatePlanId(), row.ratePlanId());
        integer(row.hasBillingFlagOne(), row.billingFlagOne());
        integer(row.hasBillingFlagTwo(), row.billingFlagTwo());
        if (row.hasDuration()) {
            copy.float8(row.duration());
        } else {
            copy.nothing();
        }
        if (row.hasCharge()) {
            copy.numeric8(row.charge());
        } else {
            copy.nothing();
        }
        copy.text(month(row.month()));
        byte[] uuid = identity.of(row);
        copy.bytes(uuid, 0, uuid.length);
    }

    private void integer(boolean present, int value) throws SQLException {
        if (present) {
            copy.integer(value);
        } else {
            copy.nothing();
        }
    }

    /** A file has its events month by month: the text is nearly always the last one. */
    private String month(int month) {
        if (lastMonthText == null || month != lastMonth) {
            lastMonth = month;
            lastMonthText = UsageRow.monthText(month);
        }
        return lastMonthText;
    }

    /** Ends the copy and returns how many rows the stage has. */
    long finish() throws SQLException {
        return copy.finish();
    }

    @Override
    public void close() throws SQLException {
        copy.close();
    }
}
