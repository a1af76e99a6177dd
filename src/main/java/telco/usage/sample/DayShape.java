package telco.usage.sample;

import java.util.Arrays;

/** When in a day people use their phones: slots, each a different second, dense at noon and thin at night. */
final class DayShape {

    static final int SECONDS = 24 * 60 * 60;

    private static final int HOUR = 60 * 60;

    /** Each hour's use as a percentage of the busiest. */
    private static final int[] HOURS = {
        35, 28, 23, 22, 20, 28, 42, 55, 68, 75, 85, 90, 97, 100, 99, 96, 100, 99, 93, 94, 90, 75, 62, 48
    };

    private static final int[] SLOTS = slots();

    private DayShape() {}

    /** How many slots a stretch of time has that begins at a midnight. */
    static long slots(long seconds) {
        int inLastDay = Arrays.binarySearch(SLOTS, (int) (seconds % SECONDS));
        return seconds / SECONDS * SLOTS.length + (inLastDay < 0 ? -inLastDay - 1 : inLastDay);
    }

    /** The second of a slot, from the midnight at which the stretch begins. */
    static int second(long slot) {
        return (int) (slot / SLOTS.length) * SECONDS + SLOTS[(int) (slot % SLOTS.length)];
    }

    private static int[] slots() {
        int[] slots = new int[Arrays.stream(HOURS).sum() * HOUR / 100];
        int next = 0;
        for (int hour = 0; hour < HOURS.length; hour++) {
            int inHour = HOURS[hour] * HOUR / 100;
            for (int i = 0; i < inHour; i++) {
                slots[next++] = hour * HOUR + i * HOUR / inHour;
            }
        }
        return slots;
    }
}
