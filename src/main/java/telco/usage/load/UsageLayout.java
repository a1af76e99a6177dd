package telco.usage.load;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import telco.usage.load.csv.CsvRecord;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunFailedException;

/** Where each column stands in a file's records: the provider's order, or what the file's header says. */
public final class UsageLayout {

    /** The order of a file without a header. */
    public static final UsageLayout WITHOUT_HEADER = new UsageLayout(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8});

    private final int[] fields;

    private UsageLayout(int[] fields) {
        this.fields = fields;
    }

    /** The field index of each column, by the column's ordinal. */
    int[] fields() {
        return fields.clone();
    }

    /**
     * What the file's first record says of the layout; empty when it is data. It is a header when at least two
     * of its fields are names of columns, in any letter case: in data only the event type could look like one.
     *
     * @throws RunFailedException when it is a header, but not one of exactly the nine columns
     */
    public static Optional<UsageLayout> ofHeader(CsvRecord first, String fileName) {
        if (first.flaw() != CsvRecord.Flaw.NONE || first.fieldCount() > 16) {
            return Optional.empty();
        }
        Map<UsageColumn, Integer> found = new HashMap<>();
        int strangers = 0;
        for (int field = 0; field < first.fieldCount(); field++) {
            Optional<UsageColumn> column = UsageColumn.named(first.field(field));
            if (column.isEmpty() || found.put(column.get(), field) != null) {
                strangers++;
            }
        }
        if (found.size() < 2) {
            return Optional.empty();
        }
        if (found.size() != UsageColumn.COUNT || strangers > 0) {
            throw badHeader(first, fileName, found);
        }
        int[] fields = new int[UsageColumn.COUNT];
        found.forEach((column, field) -> fields[column.ordinal()] = field);
        return Optional.of(new UsageLayout(fields));
    }

    private static RunFailedException badHeader(CsvRecord first, String fileName, Map<UsageColumn, Integer> found) {
        String missing = Arrays.stream(UsageColumn.values())
                .filter(column -> !found.containsKey(column))
                .map(UsageColumn::columnName)
                .reduce((a, b) -> a + ", " + b)
                .map(names -> "lacks " + names)
                .orElse("names a column twice, or one that is not known");
        return new RunFailedException(
                RunErrorCode.BAD_HEADER,
                "%s line %d: the header %s. Expected exactly these columns, in any order: %s. Mend the header or remove it."
                        .formatted(fileName, first.lineNumber(), missing, names()));
    }

    /** The nine names, as they are listed in messages. */
    public static String names() {
        return Arrays.stream(UsageColumn.values())
                .map(UsageColumn::columnName)
                .reduce((a, b) -> a + ", " + b)
                .orElseThrow();
    }
}
