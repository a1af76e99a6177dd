package telco.usage.load;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import telco.usage.load.csv.CsvRecord;
import telco.usage.run.RejectReason;

/**
 * The rules that a record must keep to become a row; written here once, for every way in which a record is read. They
 * are checked in the order record, columns (as in the file's layout), month against time, and the first one broken is
 * the record's {@link Violation}.
 */
public final class UsageRules {

    private static final int MAX_EVENT_TYPE_CHARACTERS = 50;
    private static final String INTEGER = "a whole number from -2147483648 to 2147483647, or nothing";
    private static final String CUSTOMER = "a whole number from -2147483648 to 2147483647";
    private static final String CHARGE = "a number with at most 10 digits before and 8 behind the point, or nothing";
    private static final String DURATION = "a number, or nothing";

    private final int[] fieldOf;
    private final RecordRules records;
    private final Charset charset;
    private final boolean isUtf8;
    private final EventTime time;
    private final EventTypes eventTypes = new EventTypes();
    private final DecimalNumber number = new DecimalNumber();
    private final UsageRow row = new UsageRow();
    private boolean present;

    /** The rules where any offset of a timestamp is as good as another. */
    UsageRules(UsageLayout layout, Charset charset, ZoneId zone) {
        this(layout, charset, zone, null);
    }

    /**
     * @param layout where each column stands in a record
     * @param charset of the records
     * @param zone of timestamps without an offset
     * @param offsetsOf the zone whose offsets timestamps are expected to have; null when that is not known
     */
    public UsageRules(UsageLayout layout, Charset charset, ZoneId zone, ZoneId offsetsOf) {
        this.fieldOf = layout.fields();
        this.records = new RecordRules(layout.columns(), charset);
        this.charset = charset;
        this.isUtf8 = charset.equals(StandardCharsets.UTF_8);
        this.time = new EventTime(zone, offsetsOf);
    }

    /** The row that the last checked record is, when it broke no rule. */
    public UsageRow row() {
        return row;
    }

    /** The first rule that the record breaks; null when it is a row. */
    public Violation check(CsvRecord record) {
        Violation violation = records.check(record);
        return violation != null ? violation : checkColumns(record);
    }

    /** The customer of a record that was rejected: what its customer column says; null where that cannot be told. */
    public Integer customerAtStake(CsvRecord record) {
        if (!records.hasColumns(record)) {
            return null;
        }
        int field = fieldOf[UsageColumn.CUSTOMER_ID.ordinal()];
        boolean readable = number.parseInteger(record.fieldBytes(), record.fieldStart(field), record.fieldEnd(field));
        return readable ? number.integer() : null;
    }

    /**
     * The charge of a record that was rejected, in units of 10^-8: what its charge column says, or 0 where that cannot be
     * told.
     */
    public long chargeAtStake(CsvRecord record) {
        if (!records.hasColumns(record)) {
            return 0;
        }
        int field = fieldOf[UsageColumn.CHARGE.ordinal()];
        boolean readable = number.parseCharge(record.fieldBytes(), record.fieldStart(field), record.fieldEnd(field));
        return readable ? number.scaled() : 0;
    }

    /** The duration of a record that was rejected: what its duration column says, or 0 where that cannot be told. */
    public double durationAtStake(CsvRecord record) {
        if (!records.hasColumns(record)) {
            return 0;
        }
        int field = fieldOf[UsageColumn.DURATION.ordinal()];
        boolean readable = number.parseDuration(record.fieldBytes(), record.fieldStart(field), record.fieldEnd(field));
        return readable ? number.floating() : 0;
    }

    private Violation checkColumns(CsvRecord record) {
        byte[] bytes = record.fieldBytes();
        Violation violation = checkCustomer(record, bytes);
        if (violation == null) {
            violation = checkTime(record, bytes);
        }
        if (violation == null) {
            violation = checkEventType(record, bytes);
        }
        if (violation == null) {
            violation = checkNumbers(record);
        }
        return violation != null ? violation : checkMonth(record, bytes);
    }

    private Violation checkCustomer(CsvRecord record, byte[] bytes) {
        int field = fieldOf[UsageColumn.CUSTOMER_ID.ordinal()];
        if (record.fieldStart(field) == record.fieldEnd(field)) {
            return Violation.missing(RejectReason.MISSING_CUSTOMER_ID, UsageColumn.CUSTOMER_ID);
        }
        if (!number.parseInteger(bytes, record.fieldStart(field), record.fieldEnd(field))) {
            return Violation.bad(UsageColumn.CUSTOMER_ID, record.field(field, charset), CUSTOMER);
        }
        row.customerId = number.integer();
        return null;
    }

    private Violation checkTime(CsvRecord record, byte[] bytes) {
        int field = fieldOf[UsageColumn.EVENT_START_TIME.ordinal()];
        if (record.fieldStart(field) == record.fieldEnd(field)) {
            return Violation.missing(RejectReason.MISSING_EVENT_START_TIME, UsageColumn.EVENT_START_TIME);
        }
        if (!time.parse(bytes, record.fieldStart(field), record.fieldEnd(field))) {
            return Violation.bad(UsageColumn.EVENT_START_TIME, record.field(field, charset), EventTime.EXPECTED);
        }
        row.eventMicros = time.micros();
        row.month = time.month();
        row.hasForeignOffset = time.hasForeignOffset();
        return null;
    }

    private Violation checkEventType(CsvRecord record, byte[] bytes) {
        int field = fieldOf[UsageColumn.EVENT_TYPE.ordinal()];
        int from = record.fieldStart(field);
        int to = record.fieldEnd(field);
        if (from == to) {
            return Violation.missing(RejectReason.MISSING_EVENT_TYPE, UsageColumn.EVENT_TYPE);
        }
        if (to - from > MAX_EVENT_TYPE_CHARACTERS) {
            String value = record.field(field, charset);
            if (value.codePointCount(0, value.length()) > MAX_EVENT_TYPE_CHARACTERS) {
                return Violation.bad(
                        UsageColumn.EVENT_TYPE, value, "at most " + MAX_EVENT_TYPE_CHARACTERS + " characters");
            }
        }
        if (isUtf8 || record.isAscii()) {
            row.eventType = eventTypes.of(bytes, from, to);
        } else {
            byte[] utf8 = record.field(field, charset).getBytes(StandardCharsets.UTF_8);
            row.eventType = eventTypes.of(utf8, 0, utf8.length);
        }
        return null;
    }

    private Violation checkNumbers(CsvRecord record) {
        Violation violation = checkInteger(record, UsageColumn.RATE_PLAN_ID);
        row.hasRatePlanId = present;
        row.ratePlanId = number.integer();
        if (violation == null) {
            violation = checkInteger(record, UsageColumn.BILLING_FLAG_ONE);
            row.hasBillingFlagOne = present;
            row.billingFlagOne = number.integer();
        }
        if (violation == null) {
            violation = checkInteger(record, UsageColumn.BILLING_FLAG_TWO);
            row.hasBillingFlagTwo = present;
            row.billingFlagTwo = number.integer();
        }
        if (violation == null) {
            violation = checkDuration(record);
        }
        return violation != null ? violation : checkCharge(record);
    }

    /** Leaves in {@link #present} whether there is a value, and the value in {@link #number}. */
    private Violation checkInteger(CsvRecord record, UsageColumn column) {
        int field = fieldOf[column.ordinal()];
        present = !isEmpty(record, field);
        if (present && !number.parseInteger(record.fieldBytes(), record.fieldStart(field), record.fieldEnd(field))) {
            return Violation.bad(column, record.field(field, charset), INTEGER);
        }
        return null;
    }

    private Violation checkDuration(CsvRecord record) {
        int field = fieldOf[UsageColumn.DURATION.ordinal()];
        row.hasDuration = !isEmpty(record, field);
        if (!row.hasDuration) {
            return null;
        }
        if (!number.parseDuration(record.fieldBytes(), record.fieldStart(field), record.fieldEnd(field))) {
            return Violation.bad(UsageColumn.DURATION, record.field(field, charset), DURATION);
        }
        row.duration = number.floating();
        return null;
    }

    private Violation checkCharge(CsvRecord record) {
        int field = fieldOf[UsageColumn.CHARGE.ordinal()];
        row.hasCharge = !isEmpty(record, field);
        if (!row.hasCharge) {
            return null;
        }
        if (!number.parseCharge(record.fieldBytes(), record.fieldStart(field), record.fieldEnd(field))) {
            return Violation.bad(UsageColumn.CHARGE, record.field(field, charset), CHARGE);
        }
        row.charge = number.scaled();
        return null;
    }

    /** An empty month is the event's own; the rule is about the local month, as the timestamp is written. */
    private Violation checkMonth(CsvRecord record, byte[] bytes) {
        int field = fieldOf[UsageColumn.MONTH.ordinal()];
        if (isEmpty(record, field)) {
            return null;
        }
        int from = record.fieldStart(field);
        int month = parseMonth(bytes, from, record.fieldEnd(field));
        if (month < 0) {
            return Violation.bad(UsageColumn.MONTH, record.field(field, charset), "a month like 2016-01, or nothing");
        }
        if (month != row.month) {
            return new Violation(
                    RejectReason.MONTH_MISMATCH,
                    UsageColumn.MONTH,
                    "month is " + UsageRow.monthText(month) + ", but the event began in "
                            + UsageRow.monthText(row.month));
        }
        return null;
    }

    private static int parseMonth(byte[] bytes, int from, int to) {
        if (to - from != 7 || bytes[from + 4] != '-') {
            return -1;
        }
        int digits = 0;
        for (int i = 0; i < 7; i++) {
            int digit = bytes[from + i] - '0';
            if (i == 4) {
                continue;
            }
            if (digit < 0 || digit > 9) {
                return -1;
            }
            digits = digits * 10 + digit;
        }
        int monthOfYear = digits % 100;
        return monthOfYear < 1 || monthOfYear > 12 ? -1 : digits / 100 * 12 + monthOfYear - 1;
    }

    private static boolean isEmpty(CsvRecord record, int field) {
        return record.fieldStart(field) == record.fieldEnd(field);
    }

    /** The arrays of the few event types that a file has, so that each is one object however often it comes. */
    private static final class EventTypes {

        /** More kinds than this are possible, and then cost an array each. */
        private final byte[][] known = new byte[64][];

        byte[] of(byte[] bytes, int from, int to) {
            int slot = (bytes[from] * 31 + bytes[to - 1] + (to - from) * 7) & 63;
            byte[] candidate = known[slot];
            if (candidate == null || !Arrays.equals(candidate, 0, candidate.length, bytes, from, to)) {
                candidate = Arrays.copyOfRange(bytes, from, to);
                known[slot] = candidate;
            }
            return candidate;
        }
    }
}
