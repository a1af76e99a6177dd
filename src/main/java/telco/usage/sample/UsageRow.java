package telco.usage.sample;

import java.io.IOException;

/**
 * One row, drawn from its slot: the slot says which customer and which second, and all else follows from the slot and
 * the seed. Two slots never give the same customer at the same second, because a customer's tickets take turns: the
 * one with rank r owns the time slots r, r + 8, r + 16, … So two slots never share an identity, and drawing a slot a
 * second time gives an exact duplicate.
 */
final class UsageRow {

    private final Customers customers;
    private final BillingMonth month;
    private final BillingMonth otherMonth;
    private final long seed;
    private final long slotsOfTicket;
    private final Dice dice = new Dice(0);

    private long timeSlot;
    private int customerId;
    private EventType type;
    private int plan;
    private int flagOne;
    private int flagTwo;
    private int duration;
    private int charge;

    /** @param otherMonth the month that a row with {@link Defect#MONTH_MISMATCH} claims to be of */
    UsageRow(Customers customers, BillingMonth month, BillingMonth otherMonth, long seed) {
        this.customers = customers;
        this.month = month;
        this.otherMonth = otherMonth;
        this.seed = seed;
        this.slotsOfTicket = month.timeSlots() / Customers.RANKS;
    }

    /** How many different rows the month can have. */
    long slots() {
        return customers.tickets() * slotsOfTicket;
    }

    void draw(long slot) {
        dice.reseed(seed ^ slot);
        int ticket = (int) (slot / slotsOfTicket);
        timeSlot = slot % slotsOfTicket * Customers.RANKS + customers.rank(ticket);
        customerId = customers.id(ticket);
        plan = customers.plan(ticket, dice);
        type = EventType.draw(dice);
        flagOne = type.drawFlag(dice);
        flagTwo = dice.below(4) == 0 ? 1 : 0;
        duration = type.drawDuration(dice);
        charge = type.drawCharge(dice);
    }

    EventType type() {
        return type;
    }

    /** In millionths. */
    int charge() {
        return charge;
    }

    void write(LineBuffer line) throws IOException {
        write(line, null);
    }

    /** Writes the row, spoilt by the defect; null spoils nothing. */
    void write(LineBuffer line, Defect defect) throws IOException {
        if (defect != Defect.MISSING_CUSTOMER) {
            line.number(customerId);
        }
        line.ascii(',');
        month.writeTime(line, timeSlot, defect == Defect.BAD_DATE);
        line.ascii(',');
        line.ascii(type.ascii());
        line.ascii(',');
        line.number(defect == Defect.OVERFLOW ? plan + (1L << 32) : plan);
        line.ascii(',');
        line.number(flagOne);
        line.ascii(',');
        line.number(flagTwo);
        line.ascii(',');
        line.number(duration);
        line.ascii(',');
        line.millionths(charge);
        if (defect != Defect.COLUMN_COUNT) {
            line.ascii(',');
            (defect == Defect.MONTH_MISMATCH ? otherMonth : month).writeMonth(line);
        }
        line.newLine();
    }

    /** Makes the row free of charge. */
    void waiveCharge() {
        charge = 0;
    }
}
