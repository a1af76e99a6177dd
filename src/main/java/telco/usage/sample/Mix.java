package telco.usage.sample;

/** How many rows of which kind a month still gets; deals them out in random order until none is left. */
final class Mix {

    /** What a row is. */
    enum Kind {
        DISTINCT,
        DUPLICATE,
        DEFECTIVE
    }

    /** Somebody who looks at the head of the file, person or program, should see good rows. */
    private static final int GOOD_HEAD = 50;

    private long distinct;
    private long duplicates;
    private long defective;
    private long dealt;

    Mix(long distinct, long duplicates, long defective) {
        this.distinct = distinct;
        this.duplicates = duplicates;
        this.defective = defective;
    }

    long left() {
        return distinct + duplicates + defective;
    }

    /** The next row's kind; a duplicate only once there has been a row to repeat. */
    Kind next(Dice dice) {
        long ticket = dice.below(left());
        boolean head = dealt++ < GOOD_HEAD;
        if (distinct > 0 && (head || ticket < distinct)) {
            distinct--;
            return Kind.DISTINCT;
        }
        if (defective > 0 && (duplicates == 0 || ticket < distinct + defective)) {
            defective--;
            return Kind.DEFECTIVE;
        }
        duplicates--;
        return Kind.DUPLICATE;
    }
}
