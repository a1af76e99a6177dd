package telco.usage.load;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import telco.usage.load.csv.CsvRecord;
import telco.usage.run.Finding;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunFailedException;
import telco.usage.run.Severity;

/** What a file's header says: where each column stands, which are missing, and which are not loaded. */
public final class UsageHeader {

    private final Map<UsageColumn, Integer> found = new EnumMap<>(UsageColumn.class);
    private final List<String> extra = new ArrayList<>();
    private final List<String> repeated = new ArrayList<>();
    private final int columns;

    private UsageHeader(CsvRecord record, Charset charset, ColumnNames names) {
        columns = record.fieldCount();
        Set<String> seen = new HashSet<>();
        for (int field = 0; field < Math.min(columns, CsvRecord.KEPT_FIELDS); field++) {
            String name = record.field(field, charset);
            Optional<UsageColumn> column = names.find(name);
            String identity = column.map(UsageColumn::columnName).orElse(ColumnNames.normalized(name));
            if (!identity.isEmpty() && !seen.add(identity)) {
                repeated.add(Violation.quote(name.strip()));
            } else if (column.isPresent()) {
                found.put(column.get(), field);
            } else {
                extra.add(Violation.quote(name.strip()));
            }
        }
    }

    /**
     * The header that the file's first record is; empty when it is data. It is a header when at least two of its fields
     * are names of columns: in data only the event type could look like one.
     *
     * @throws RunFailedException when it is a header by which the file cannot be loaded
     */
    public static Optional<UsageHeader> of(CsvRecord first, Charset charset, String fileName, FormatConfig format) {
        if (first.flaw() != CsvRecord.Flaw.NONE) {
            return Optional.empty();
        }
        UsageHeader header =
                new UsageHeader(first, charset, format.columnAliases().orElse(ColumnNames.OWN));
        if (header.found.size() < 2) {
            return Optional.empty();
        }
        header.complaint(format.extraColumns()).ifPresent(complaint -> {
            throw new RunFailedException(
                    RunErrorCode.BAD_HEADER,
                    "%s line %d: the header %s. It may name %s, each once and in any order, and must name %s."
                            .formatted(
                                    fileName,
                                    first.lineNumber(),
                                    complaint,
                                    ColumnNames.all(),
                                    names(UsageColumn.REQUIRED)));
        });
        return Optional.of(header);
    }

    private Optional<String> complaint(ExtraColumns policy) {
        List<UsageColumn> missing = UsageColumn.REQUIRED.stream()
                .filter(column -> !found.containsKey(column))
                .toList();
        if (columns > CsvRecord.KEPT_FIELDS) {
            return Optional.of("has %d columns, more than %d".formatted(columns, CsvRecord.KEPT_FIELDS));
        }
        if (!missing.isEmpty()) {
            return Optional.of(
                    "lacks %s; if it has another name there, add that to COLUMN_ALIASES".formatted(names(missing)));
        }
        if (!repeated.isEmpty()) {
            return Optional.of("names a column again: " + String.join(", ", repeated));
        }
        if (!extra.isEmpty() && policy == ExtraColumns.FAIL) {
            return Optional.of(
                    "names columns that are not known: %s; add them to COLUMN_ALIASES, or set EXTRA_COLUMNS=ignore to load the file without them"
                            .formatted(String.join(", ", extra)));
        }
        return Optional.empty();
    }

    private static String names(Iterable<UsageColumn> columns) {
        List<String> names = new ArrayList<>();
        columns.forEach(column -> names.add(column.columnName()));
        return String.join(", ", names);
    }

    /** Where the columns stand in the file's records. */
    public UsageLayout layout() {
        int[] fields = new int[UsageColumn.COUNT];
        Arrays.fill(fields, CsvRecord.EMPTY_FIELD);
        found.forEach((column, field) -> fields[column.ordinal()] = field);
        return new UsageLayout(fields, columns);
    }

    /** What is not loaded as the nine columns would be; a month that is missing is that of the time and no loss. */
    public List<Finding> findings() {
        List<UsageColumn> missing = Arrays.stream(UsageColumn.values())
                .filter(column -> !found.containsKey(column) && column != UsageColumn.MONTH)
                .toList();
        List<Finding> findings = new ArrayList<>();
        if (!missing.isEmpty()) {
            findings.add(new Finding(
                    "missing_columns",
                    Severity.WARNING,
                    missing.size(),
                    UsageColumn.COUNT,
                    "The header lacks %s: loaded as NULL in every row.".formatted(names(missing))));
        }
        if (!extra.isEmpty()) {
            findings.add(new Finding(
                    "ignored_columns",
                    Severity.INFO,
                    extra.size(),
                    columns,
                    extra.stream()
                            .limit(10)
                            .collect(Collectors.joining(", ", "Not loaded (EXTRA_COLUMNS=ignore): ", "."))));
        }
        return findings;
    }
}
