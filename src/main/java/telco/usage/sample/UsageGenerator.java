package telco.usage.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes usage files that look like the provider's, of any length in a few megabytes of memory, and says exactly what is
 * in them. No two rows share an identity but the deliberate duplicates, and that holds by construction, not by luck: a
 * row is drawn from a slot, slots never share customer and second (see {@link UsageRow}), and each is used once (see
 * {@link SlotSequence}). A duplicate draws a used slot again. Bad rows may borrow any slot: none of them is loaded.
 */
public final class UsageGenerator {

    private final SampleSpec spec;
    private final Customers customers;
    private final List<BillingMonth> months = new ArrayList<>();

    /** @throws IllegalArgumentException when the period of {@code spec} has no room for its rows */
    public UsageGenerator(SampleSpec spec) {
        this.spec = spec;
        this.customers = new Customers(spec);
        // One more than asked for: the last month's rows need another month to be mistaken for.
        for (int month = 0; month <= spec.months(); month++) {
            months.add(new BillingMonth(spec.firstMonth().plusMonths(month), spec.zone(), spec.notAfter()));
        }
        if (spec.rows() > 0 && months.get(0).timeSlots() == 0) {
            throw new IllegalArgumentException(
                    "the first month, " + spec.firstMonth() + ", has not begun at " + spec.notAfter());
        }
        for (int month = 0; month < spec.months(); month++) {
            checkRoom(month);
        }
    }

    /** Writes a new file; what was there under that name is gone. */
    public GeneratedUsage writeTo(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            return writeTo(out);
        }
    }

    /** Writes the rows and leaves the stream open. */
    public GeneratedUsage writeTo(OutputStream out) throws IOException {
        LineBuffer line = new LineBuffer(out);
        Counts counts = new Counts();
        for (int month = 0; month < spec.months(); month++) {
            counts.beginMonth(spec.firstMonth().plusMonths(month));
            writeMonth(month, line, counts);
        }
        line.drain();
        return counts.total(line.written());
    }

    private void writeMonth(int month, LineBuffer line, Counts counts) throws IOException {
        Mix mix = mix(month);
        UsageRow row = row(month);
        SlotSequence slots = new SlotSequence(Math.max(1, row.slots()), spec.seed() + month);
        Dice dice = new Dice(spec.seed() - month - 1);
        while (mix.left() > 0) {
            switch (mix.next(dice)) {
                case DISTINCT -> {
                    row.draw(slots.next());
                    row.write(line);
                    counts.distinct(row);
                }
                case DUPLICATE -> {
                    row.draw(slots.earlier(dice));
                    row.write(line);
                    counts.duplicate(row);
                }
                case DEFECTIVE -> {
                    row.draw(dice.below(row.slots()));
                    Defect defect = counts.nextDefect();
                    if (defect == Defect.COLUMN_COUNT) {
                        row.waiveCharge();
                    }
                    row.write(line, defect);
                    counts.defective(row, defect);
                }
            }
        }
    }

    private UsageRow row(int month) {
        return new UsageRow(customers, months.get(month), months.get(month + 1), Dice.mix(spec.seed() + month));
    }

    /** The month's part of the rows, by the time slots up to its end and up to its beginning. */
    private Mix mix(int month) {
        long before = rowsBefore(month);
        long rows = rowsBefore(month + 1) - before;
        long bad = badAmong(rowsBefore(month + 1)) - badAmong(before);
        long duplicates = Math.min((long) (rows * spec.duplicateShare()), Math.max(0, rows - bad - 1));
        return new Mix(rows - duplicates - bad, duplicates, bad);
    }

    private long rowsBefore(int month) {
        long before = 0;
        long all = 0;
        for (int each = 0; each < spec.months(); each++) {
            all += months.get(each).timeSlots();
            before += each < month ? months.get(each).timeSlots() : 0;
        }
        return all == 0 ? 0 : spec.rows() * before / all;
    }

    private long badAmong(long rows) {
        return rows == 0 ? 0 : rows * spec.badRows() / spec.rows();
    }

    private void checkRoom(int month) {
        long rows = mix(month).left();
        long room = row(month).slots();
        if (rows > room) {
            throw new IllegalArgumentException(
                    rows + " rows do not fit into " + spec.firstMonth().plusMonths(month) + ": " + spec.customers()
                            + " customers have room for " + room + "; take more customers or more months");
        }
    }
}
