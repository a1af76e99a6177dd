package telco.usage.load;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * The names under which a header may know the columns: their own, and those of COLUMN_ALIASES. Letter case, blanks,
 * underscores and hyphens make no difference: Customer ID is customer_id.
 */
public final class ColumnNames {

    private static final Pattern INSIGNIFICANT = Pattern.compile("[\\s_-]");

    /** Without any alias. */
    public static final ColumnNames OWN = new ColumnNames("");

    private final Map<String, UsageColumn> columns = new HashMap<>();

    /**
     * @param aliases pairs like {@code msisdn=customer_id}, comma separated
     * @throws IllegalArgumentException when they are not, with the pair that is wrong
     */
    public ColumnNames(String aliases) {
        for (UsageColumn column : UsageColumn.values()) {
            columns.put(normalized(column.columnName()), column);
        }
        Arrays.stream(aliases.split(",")).filter(pair -> !pair.isBlank()).forEach(this::add);
    }

    private void add(String pair) {
        int equals = pair.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException(
                    "COLUMN_ALIASES: '%s' is no pair, expected something like msisdn=customer_id"
                            .formatted(pair.strip()));
        }
        String alias = normalized(pair.substring(0, equals));
        String name = pair.substring(equals + 1).strip();
        UsageColumn column = Arrays.stream(UsageColumn.values())
                .filter(each -> each.columnName().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("COLUMN_ALIASES: '%s' in '%s' is no column, expected one of %s"
                                .formatted(name, pair.strip(), all())));
        UsageColumn taken = columns.putIfAbsent(alias, column);
        if (alias.isEmpty() || taken != null && taken != column) {
            throw new IllegalArgumentException("COLUMN_ALIASES: '%s' %s"
                    .formatted(
                            pair.strip(),
                            alias.isEmpty() ? "has no alias" : "names " + taken.columnName() + " already"));
        }
    }

    /** The column that a header means by this name. */
    Optional<UsageColumn> find(String name) {
        return Optional.ofNullable(columns.get(normalized(name)));
    }

    /** Two names that a header cannot have side by side are equal in this form; nothing is left of a blank one. */
    static String normalized(String name) {
        return INSIGNIFICANT.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
    }

    /** The nine names, as they are listed in messages. */
    static String all() {
        return Arrays.stream(UsageColumn.values()).map(UsageColumn::columnName).collect(Collectors.joining(", "));
    }

    /** Reads the setting, so that a wrong one keeps the service from starting. */
    public static final class OfSetting implements Converter<ColumnNames> {

        private static final long serialVersionUID = 1L;

        @Override
        public ColumnNames convert(String value) {
            return new ColumnNames(value);
        }
    }
}
