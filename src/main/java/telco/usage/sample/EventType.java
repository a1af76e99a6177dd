package telco.usage.sample;

import java.nio.charset.StandardCharsets;

/** The kinds of usage, how common each is, and what it looks like: seconds or kilobytes, and what it costs. */
enum EventType {
    VOICE(
            400,
            LongTail.through(0, 0, .1, 3, .25, 6, .5, 28, .75, 100, .9, 350, .99, 2_200, .999, 5_500, 1, 18_523),
            null,
            new byte[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 27, 44, 46, (byte) 185, 71, (byte) 234}),
    DATA(
            350,
            LongTail.through(
                    0, 0, .1, 1, .25, 26, .5, 1_200, .75, 3_200, .9, 5_500, .99, 7_800, .999, 9_600, 1, 11_500),
            LongTail.through(
                    0,
                    1,
                    .1,
                    1_000,
                    .25,
                    7_000,
                    .5,
                    40_000,
                    .75,
                    320_000,
                    .9,
                    3_000_000,
                    .99,
                    35_000_000,
                    .999,
                    122_000_000,
                    .9999,
                    400_000_000,
                    1,
                    1_496_598_433),
            new byte[] {0}),
    SMS(245, LongTail.always(1), null, new byte[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 5, 12}),
    MMS(
            5,
            LongTail.through(0, 0, .25, 1, .5, 3, .75, 11, .9, 70, 1, 900),
            LongTail.through(0, 1, .1, 2_000, .5, 22_000, .9, 630_000, 1, 2_000_000),
            new byte[] {0});

    private static final EventType[] BY_PER_MILLE = byPerMille();

    private final int perMille;
    private final LongTail durations;
    private final LongTail charges;
    private final byte[] flags;
    private final byte[] ascii = name().getBytes(StandardCharsets.US_ASCII);

    /**
     * @param perMille how many of a thousand events are of this type
     * @param charges in millionths, null for what is always free
     * @param flags the first billing flag: one of these, as unsigned bytes
     */
    EventType(int perMille, LongTail durations, LongTail charges, byte[] flags) {
        this.perMille = perMille;
        this.durations = durations;
        this.charges = charges;
        this.flags = flags;
    }

    static EventType draw(Dice dice) {
        return BY_PER_MILLE[dice.below(1_000)];
    }

    int drawDuration(Dice dice) {
        return durations.draw(dice);
    }

    /** In millionths. */
    int drawCharge(Dice dice) {
        return charges == null ? 0 : charges.draw(dice);
    }

    int drawFlag(Dice dice) {
        return flags[dice.below(flags.length)] & 0xFF;
    }

    /** The name as it stands in the file; not to be changed. */
    byte[] ascii() {
        return ascii;
    }

    private static EventType[] byPerMille() {
        EventType[] types = new EventType[1_000];
        int next = 0;
        for (EventType type : values()) {
            for (int i = 0; i < type.perMille; i++) {
                types[next++] = type;
            }
        }
        return types;
    }
}
