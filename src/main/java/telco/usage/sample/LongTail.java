package telco.usage.sample;

/** A lopsided distribution of whole numbers, given by a few of its quantiles: many small values, few very large ones. */
final class LongTail {

    private static final int CELLS_BITS = 14;
    private static final int CELLS = 1 << CELLS_BITS;

    private final int[] quantiles = new int[CELLS + 1];

    private LongTail() {}

    /**
     * @param points pairs of share and value, both rising, from share 0 to share 1: 0.5, 28 says that half of all
     *     numbers are below 28. Between two points the values grow by factors, not by steps.
     */
    static LongTail through(double... points) {
        LongTail tail = new LongTail();
        int upper = 2;
        for (int cell = 0; cell <= CELLS; cell++) {
            double share = (double) cell / CELLS;
            while (points[upper] < share) {
                upper += 2;
            }
            double position = (share - points[upper - 2]) / (points[upper] - points[upper - 2]);
            double low = Math.log1p(points[upper - 1]);
            double high = Math.log1p(points[upper + 1]);
            tail.quantiles[cell] = (int) Math.round(Math.expm1(low + position * (high - low)));
        }
        return tail;
    }

    /** The same number each time. */
    static LongTail always(int value) {
        return through(0, value, 1, value);
    }

    int draw(Dice dice) {
        long bits = dice.next();
        int cell = (int) (bits >>> (Long.SIZE - CELLS_BITS));
        int low = quantiles[cell];
        return low + (int) Dice.scale(bits << CELLS_BITS, quantiles[cell + 1] - low);
    }
}
