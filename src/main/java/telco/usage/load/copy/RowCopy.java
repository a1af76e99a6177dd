package telco.usage.load.copy;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import telco.usage.load.EventIdentity;
import telco.usage.load.UsageRow;

/** Writes the columns of the facts, from a spooled row, into a COPY in progress. */
final class RowCopy {

    /** How many columns {@link #columns} writes, in the order of {@link #NAMES}. */
    static final int COLUMNS = 10;

    static final String NAMES = """
            customer_id, event_start_time, event_type, rate_plan_id, billing_flag_one, billing_flag_two, duration,
            charge, month, event_uuid""";

    private final EventTypeCodes eventTypes;
    private final byte[] hex = new byte[32];
    private int lastMonth = -1;
    private byte[] lastMonthText;

    RowCopy(EventTypeCodes eventTypes) {
        this.eventTypes = eventTypes;
    }

    /** @param month of the row, in months since year 0 */
    void columns(CopyStream copy, byte[] row, int month) throws SQLException {
        int nulls = row[Spooled.NULLS];
        copy.integer(Spooled.int32(row, Spooled.CUSTOMER));
        copy.timestamp(Spooled.int64(row, Spooled.MICROS));
        byte[] type = eventTypes.typeOf(Spooled.unsigned16(row, Spooled.EVENT_TYPE));
        copy.bytes(type, 0, type.length);
        copy.integer((nulls & Spooled.NO_RATE_PLAN) == 0, Spooled.int32(row, Spooled.RATE_PLAN));
        copy.integer((nulls & Spooled.NO_FLAG_ONE) == 0, Spooled.int32(row, Spooled.FLAG_ONE));
        copy.integer((nulls & Spooled.NO_FLAG_TWO) == 0, Spooled.int32(row, Spooled.FLAG_TWO));
        if ((nulls & Spooled.NO_DURATION) == 0) {
            copy.bigint(Spooled.int64(row, Spooled.DURATION));
        } else {
            copy.nothing();
        }
        if ((nulls & Spooled.NO_CHARGE) == 0) {
            copy.numeric8(Spooled.int64(row, Spooled.CHARGE));
        } else {
            copy.nothing();
        }
        byte[] monthText = monthText(month);
        copy.bytes(monthText, 0, monthText.length);
        EventIdentity.hex(row, Spooled.IDENTITY, hex);
        copy.bytes(hex, 0, hex.length);
    }

    /** A day has one month, but for its first and last hours. */
    private byte[] monthText(int month) {
        if (month != lastMonth) {
            lastMonth = month;
            lastMonthText = UsageRow.monthText(month).getBytes(StandardCharsets.US_ASCII);
        }
        return lastMonthText;
    }
}
