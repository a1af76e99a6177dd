package telco.usage.load;

/** Where each column stands in a file's records: the provider's order, or what the file's header says. */
public final class UsageLayout {

    /** The order of a file without a header. */
    public static final UsageLayout WITHOUT_HEADER =
            new UsageLayout(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8}, UsageColumn.COUNT);

    private final int[] fields;
    private final int columns;

    /**
     * @param fields the field index of each column, by the column's ordinal
     * @param columns how many fields a record has
     */
    UsageLayout(int[] fields, int columns) {
        this.fields = fields;
        this.columns = columns;
    }

    /** The field index of each column, by the column's ordinal; that of an empty field for one that the file lacks. */
    int[] fields() {
        return fields.clone();
    }

    /** How many fields a record has. */
    int columns() {
        return columns;
    }
}
