package telco.usage.warehouse;

/** Sums of the facts' columns in SQL, exact to the last digit whatever the order of the rows. */
public final class ExactSum {

    /**
     * Of {@code duration}: each counts with the decimal that PostgreSQL makes of a float8. Whole numbers, nearly all of them,
     * are added as such, for the cast of each to numeric is slow. 0 of no rows.
     */
    public static final String DURATION = """
            coalesce(sum(duration::bigint) filter (where duration = trunc(duration) and abs(duration) < 1e15), 0)
                + coalesce(
                    sum(duration::numeric) filter (where duration <> trunc(duration) or abs(duration) >= 1e15), 0)""";

    private ExactSum() {}
}
