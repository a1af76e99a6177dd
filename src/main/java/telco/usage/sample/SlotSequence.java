package telco.usage.sample;

/**
 * The numbers below a bound in an order that looks random, each exactly once, without remembering any: a counter goes
 * through a permutation of all numbers with as many bits as the bound has, and what lies beyond the bound is left out.
 */
final class SlotSequence {

    private static final int ROUNDS = 3;

    private final long slots;
    private final long mask;
    private final int shift;
    private final long[] factors = new long[ROUNDS];
    private final long[] summands = new long[ROUNDS];
    private long walked;

    SlotSequence(long slots, long seed) {
        int bits = Math.max(2, Long.SIZE - Long.numberOfLeadingZeros(slots - 1));
        this.slots = slots;
        this.mask = (1L << bits) - 1;
        this.shift = bits / 2;
        Dice dice = new Dice(seed);
        for (int round = 0; round < ROUNDS; round++) {
            factors[round] = dice.next() | 1;
            summands[round] = dice.next();
        }
    }

    /** The next number; may be asked for as many times as there are numbers. */
    long next() {
        while (true) {
            long slot = permuted(walked++);
            if (slot < slots) {
                return slot;
            }
        }
    }

    /** One of the numbers that {@link #next} has given, by chance. */
    long earlier(Dice dice) {
        while (true) {
            long slot = permuted(dice.below(walked));
            if (slot < slots) {
                return slot;
            }
        }
    }

    /** Each step can be undone (an odd factor, a sum, a shift folded in), so no two numbers become one. */
    private long permuted(long number) {
        long permuted = number;
        for (int round = 0; round < ROUNDS; round++) {
            permuted = (permuted * factors[round] + summands[round]) & mask;
            permuted ^= permuted >>> shift;
        }
        return permuted;
    }
}
