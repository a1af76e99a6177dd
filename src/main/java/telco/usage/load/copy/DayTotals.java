package telco.usage.load.copy;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import telco.usage.jdbc.Sql;
import telco.usage.load.DurationSum;
import telco.usage.load.UsageRow;
import telco.usage.stage.Stage;

/**
 * Adds the rows of a day up by month, type and classes of charge and duration while they pass by: what the usage by day and
 * the histograms are made of.
 */
final class DayTotals {

    /** The day's UTC month and its neighbours: local time is less than a day away. */
    private static final int MONTHS = 3;

    private static final int DURATION_CLASSES = UsageClasses.DURATION_CLASSES + 1;
    private static final int CLASSES = (UsageClasses.CHARGE_CLASSES + 1) * DURATION_CLASSES;

    private final Stage stage;
    private final EventTypeCodes eventTypes;

    /** By type and month, then by class; null where there was no row yet. */
    private Total[][] totals = new Total[16 * MONTHS][];

    private static final class Total {
        private final ChargeSum charge = new ChargeSum();
        private final DurationSum duration = new DurationSum();
        private long rows;
    }

    DayTotals(Stage stage, EventTypeCodes eventTypes) {
        this.stage = stage;
        this.eventTypes = eventTypes;
    }

    /** Adds a row that is staged. */
    void add(byte[] row) {
        int marks = row[Spooled.NULLS];
        long charge = Spooled.int64(row, Spooled.CHARGE);
        double duration = Double.longBitsToDouble(Spooled.int64(row, Spooled.DURATION));
        int chargeClass = (marks & Spooled.NO_CHARGE) == 0 ? UsageClasses.ofCharge(charge) : UsageClasses.MISSING;
        int durationClass =
                (marks & Spooled.NO_DURATION) == 0 ? UsageClasses.ofDuration(duration) : UsageClasses.MISSING;
        Total total = total(
                Spooled.unsigned16(row, Spooled.EVENT_TYPE) * MONTHS + row[Spooled.MONTH] + 1,
                (chargeClass + 1) * DURATION_CLASSES + durationClass + 1);
        total.rows++;
        total.charge.add(charge);
        total.duration.add(duration);
    }

    private Total total(int typeAndMonth, int classes) {
        if (typeAndMonth >= totals.length) {
            totals = Arrays.copyOf(totals, Math.max(totals.length * 2, typeAndMonth + 1));
        }
        if (totals[typeAndMonth] == null) {
            totals[typeAndMonth] = new Total[CLASSES];
        }
        Total[] ofClasses = totals[typeAndMonth];
        if (ofClasses[classes] == null) {
            ofClasses[classes] = new Total();
        }
        return ofClasses[classes];
    }

    /** Writes what the day's rows have added up to, in its transaction, and begins anew. */
    void finish(Connection connection, SpooledDay day) throws SQLException {
        List<String> months = new ArrayList<>();
        List<String> types = new ArrayList<>();
        List<Long> chargeClasses = new ArrayList<>();
        List<Long> durationClasses = new ArrayList<>();
        List<Total> written = new ArrayList<>();
        for (int at = 0; at < totals.length; at++) {
            for (int classes = 0; totals[at] != null && classes < CLASSES; classes++) {
                if (totals[at][classes] != null) {
                    months.add(UsageRow.monthText(day.month() + at % MONTHS - 1));
                    types.add(new String(eventTypes.typeOf(at / MONTHS), StandardCharsets.UTF_8));
                    chargeClasses.add(classes / DURATION_CLASSES - 1L);
                    durationClasses.add(classes % DURATION_CLASSES - 1L);
                    written.add(totals[at][classes]);
                }
            }
        }
        Sql.of(
                        """
                        insert into %s
                            (day, month, event_type, charge_class, duration_class, event_count, total_duration, total_charge)
                        select ?::date, month, event_type, charge_class, duration_class, event_count, total_duration::numeric,
                               total_charge::numeric
                        from unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::text[])
                            total (month, event_type, charge_class, duration_class, event_count, total_duration, total_charge)
                        """.formatted(stage.dayTotalTable()),
                        day.date().toString(),
                        months,
                        types,
                        chargeClasses,
                        durationClasses,
                        written.stream().map(total -> total.rows).toList(),
                        written.stream()
                                .map(total -> total.duration.value().toPlainString())
                                .toList(),
                        written.stream()
                                .map(total -> total.charge.value().toPlainString())
                                .toList())
                .update(connection);
        Arrays.fill(totals, null);
    }
}
