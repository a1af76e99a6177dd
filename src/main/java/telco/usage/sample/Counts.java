package telco.usage.sample;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import telco.usage.run.Amount;

/** Counts what is written, as it is written. */
final class Counts {

    private static final EventType[] TYPES = EventType.values();
    private static final Defect[] DEFECTS = Defect.values();

    private final Sum[] byType = new Sum[TYPES.length];
    private final Map<YearMonth, Sum> byMonth = new LinkedHashMap<>();
    private final Sum distinct = new Sum();
    private final Sum duplicates = new Sum();
    private final Sum defective = new Sum();
    private final long[] defects = new long[DEFECTS.length];
    private Sum month;

    Counts() {
        for (int type = 0; type < byType.length; type++) {
            byType[type] = new Sum();
        }
    }

    /** Rows and millionths: exact for any file that fits on a disk, and fast. */
    private static final class Sum {

        private long rows;
        private long millionths;

        void add(UsageRow row) {
            rows++;
            millionths += row.charge();
        }

        Amount amount() {
            return Amount.charging(rows, BigDecimal.valueOf(millionths, 6));
        }
    }

    void beginMonth(YearMonth begun) {
        month = new Sum();
        byMonth.put(begun, month);
    }

    void distinct(UsageRow row) {
        distinct.add(row);
        month.add(row);
        byType[row.type().ordinal()].add(row);
    }

    void duplicate(UsageRow row) {
        duplicates.add(row);
    }

    void defective(UsageRow row, Defect defect) {
        defective.add(row);
        defects[defect.ordinal()]++;
    }

    /** The kinds in turn. */
    Defect nextDefect() {
        return DEFECTS[(int) (defective.rows % DEFECTS.length)];
    }

    GeneratedUsage total(long bytes) {
        Map<Defect, Long> ofDefects = new EnumMap<>(Defect.class);
        for (Defect defect : DEFECTS) {
            ofDefects.put(defect, defects[defect.ordinal()]);
        }
        Map<String, Amount> ofTypes = new LinkedHashMap<>();
        for (EventType type : TYPES) {
            ofTypes.put(type.name(), byType[type.ordinal()].amount());
        }
        Map<YearMonth, Amount> ofMonths = new LinkedHashMap<>();
        byMonth.forEach((each, sum) -> ofMonths.put(each, sum.amount()));
        return new GeneratedUsage(
                bytes, distinct.amount(), duplicates.amount(), defective.amount(), ofDefects, ofTypes, ofMonths);
    }
}
