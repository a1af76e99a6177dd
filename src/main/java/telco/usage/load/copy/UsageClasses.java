package telco.usage.load.copy;

/** The classes of the histograms, as {@code ingest.charge_class} and {@code ingest.duration_class} have them. */
final class UsageClasses {

    /** The class of what is missing; all others are zero or more. */
    static final int MISSING = -1;

    /** In units of 10^-8. */
    private static final long[] CHARGES = {
        0, 1, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000L, 100_000_000_000L
    };

    private static final double[] DURATIONS = {0, 1, 10, 30, 60, 120, 300, 600, 1800, 3600, 14400};

    static final int CHARGE_CLASSES = CHARGES.length + 1;
    static final int DURATION_CLASSES = DURATIONS.length + 1;

    private UsageClasses() {}

    /** @param charge in units of 10^-8 */
    static int ofCharge(long charge) {
        int number = 0;
        while (number < CHARGES.length && charge >= CHARGES[number]) {
            number++;
        }
        return number;
    }

    static int ofDuration(double duration) {
        int number = 0;
        while (number < DURATIONS.length && duration >= DURATIONS[number]) {
            number++;
        }
        return number;
    }
}
