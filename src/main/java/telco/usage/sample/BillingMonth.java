package telco.usage.sample;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * One month of the file as a row of time slots, and how a second of it is written. Seconds are counted on from the
 * month's first midnight through any change of the offset, so each is an instant of its own.
 */
final class BillingMonth {

    /** No zone changes its offset but at a quarter of an hour. */
    private static final int QUARTER = 15 * 60;

    private final byte[] month;
    private final long timeSlots;
    private final int[] localShifts;
    private final byte[][] offsets;

    /** @param notAfter the last instant that counts */
    BillingMonth(YearMonth month, ZoneId zone, Instant notAfter) {
        Instant start = month.atDay(1).atStartOfDay(zone).toInstant();
        Instant end = month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
        if (notAfter.isBefore(end)) {
            // A slot lies before the end, and notAfter itself is allowed.
            end = notAfter.plusSeconds(1);
        }
        long seconds = Math.max(0, end.getEpochSecond() - start.getEpochSecond());
        this.month = month.toString().getBytes(StandardCharsets.US_ASCII);
        // Each rank gets as many as any other.
        this.timeSlots = DayShape.slots(seconds) / Customers.RANKS * Customers.RANKS;
        int quarters = (int) (seconds / QUARTER) + 1;
        this.localShifts = new int[quarters];
        this.offsets = new byte[quarters][];
        long localStart = month.atDay(1).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
        for (int quarter = 0; quarter < quarters; quarter++) {
            ZoneOffset offset = zone.getRules().getOffset(start.plusSeconds((long) quarter * QUARTER));
            localShifts[quarter] = (int) (start.getEpochSecond() + offset.getTotalSeconds() - localStart);
            offsets[quarter] =
                    (offset.equals(ZoneOffset.UTC) ? "+00:00" : offset.getId()).getBytes(StandardCharsets.US_ASCII);
        }
    }

    long timeSlots() {
        return timeSlots;
    }

    /** Writes the time of a slot: 2026-03-29T04:00:00.000+03:00. */
    void writeTime(LineBuffer line, long timeSlot, boolean onNoDay) {
        int elapsed = DayShape.second(timeSlot);
        int quarter = elapsed / QUARTER;
        int local = elapsed + localShifts[quarter];
        int ofDay = local % DayShape.SECONDS;
        line.ascii(month);
        line.ascii('-');
        line.twoDigits(onNoDay ? 32 : local / DayShape.SECONDS + 1);
        line.ascii('T');
        line.twoDigits(ofDay / 3600);
        line.ascii(':');
        line.twoDigits(ofDay / 60 % 60);
        line.ascii(':');
        line.twoDigits(ofDay % 60);
        line.ascii('.');
        line.ascii('0');
        line.ascii('0');
        line.ascii('0');
        line.ascii(offsets[quarter]);
    }

    /** Writes the month: 2026-03. */
    void writeMonth(LineBuffer line) {
        line.ascii(month);
    }
}
