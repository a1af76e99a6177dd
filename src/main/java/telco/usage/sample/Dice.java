package telco.usage.sample;

/**
 * A small, fast, seeded source of chance: a counter sent through a mixing function. Not {@link java.util.Random}, because
 * a row is drawn from its own number: {@link #reseed} must cost next to nothing and always give the same throws.
 */
final class Dice {

    private static final long STRIDE = 0x9E3779B97F4A7C15L;

    private long state;

    Dice(long seed) {
        reseed(seed);
    }

    /** From here on the throws are those of {@code new Dice(seed)}. */
    void reseed(long seed) {
        state = mix(seed);
    }

    /** 64 random bits. */
    long next() {
        state += STRIDE;
        return mix(state);
    }

    /** A number from 0 to {@code bound - 1}, all equally likely as far as 32 bits can tell. */
    int below(int bound) {
        return (int) scale(next(), bound);
    }

    /** A number from 0 to {@code bound - 1} for bounds beyond an int. */
    long below(long bound) {
        return Math.multiplyHigh(next() >>> 1, bound << 1);
    }

    /** Where the upper 32 bits lie, as a number from 0 to {@code bound - 1}. */
    static long scale(long bits, int bound) {
        return (bits >>> 32) * bound >>> 32;
    }

    /** Spreads every bit of the value over all the others; two values never become one. */
    static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
