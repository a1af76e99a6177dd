package telco.usage.load.copy;

import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Sorters that no thread uses now. Their buffers lie outside the heap, where memory comes back late: made anew for every
 * load they would add up.
 */
final class RowSorters {

    private final ConcurrentLinkedDeque<RowSorter> idle = new ConcurrentLinkedDeque<>();

    /** A sorter for the caller alone, until it gives it back. */
    RowSorter take() {
        RowSorter sorter = idle.poll();
        return sorter == null ? new RowSorter(RowSorter.DEFAULT_ROWS) : sorter;
    }

    void giveBack(RowSorter sorter) {
        idle.push(sorter);
    }
}
