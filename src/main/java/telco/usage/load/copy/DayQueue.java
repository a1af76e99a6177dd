package telco.usage.load.copy;

import java.util.Iterator;
import java.util.List;

/** Hands out the days of a file, each once, to whichever thread is free. */
final class DayQueue {

    private final Iterator<SpooledDay> days;

    DayQueue(List<SpooledDay> days) {
        this.days = days.iterator();
    }

    /** The next day; null when none is left. */
    synchronized SpooledDay next() {
        return days.hasNext() ? days.next() : null;
    }
}
