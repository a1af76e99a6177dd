package telco.usage.load.copy;

/**
 * Has a thread that computes all the time give way now and then. Who answers a request needs a CPU for a moment and several
 * times in turn; where all CPUs are taken, the system would let each of those times wait for milliseconds.
 */
final class Pace {

    /** Some tenths of a millisecond. */
    private static final int ROWS = 256;

    private int rows;

    /** To be called for each row. */
    void row() {
        if (++rows % ROWS == 0) {
            Thread.yield();
        }
    }
}
