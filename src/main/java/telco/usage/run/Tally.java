package telco.usage.run;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What became of the records of a run, in rows, charge and duration. Immutable; a disposition not set counts nothing. */
public final class Tally {

    public static final Tally NOTHING = new Tally(Map.of());

    private final Map<Disposition, Amount> amounts = new EnumMap<>(Disposition.class);

    private Tally(Map<Disposition, Amount> amounts) {
        this.amounts.putAll(amounts);
    }

    /** This tally with one of its amounts replaced. */
    public Tally with(Disposition disposition, Amount amount) {
        Tally changed = new Tally(amounts);
        changed.amounts.put(disposition, amount);
        return changed;
    }

    public Amount get(Disposition disposition) {
        return amounts.getOrDefault(disposition, Amount.NONE);
    }

    public long rows(Disposition disposition) {
        return get(disposition).rows();
    }

    /** The sum of every disposition but READ: in a published run exactly what was read. */
    public Amount accountedFor() {
        Amount sum = Amount.NONE;
        for (Disposition disposition : Disposition.values()) {
            if (disposition != Disposition.READ) {
                sum = sum.plus(get(disposition));
            }
        }
        return sum;
    }

    /** True when every record read is accounted for, and so is every cent and every second. */
    public boolean balances() {
        return get(Disposition.READ).equalTo(accountedFor());
    }

    /** Row counts by the report's seven keys, in its order. */
    public Map<String, Long> rows() {
        Map<String, Long> rows = new LinkedHashMap<>();
        for (Disposition disposition : Disposition.values()) {
            rows.put(disposition.key(), rows(disposition));
        }
        return rows;
    }

    /** Charges by the report's seven keys, in its order, as exact decimals. */
    public Map<String, String> charge() {
        Map<String, String> charge = new LinkedHashMap<>();
        for (Disposition disposition : Disposition.values()) {
            charge.put(disposition.key(), Amount.plain(get(disposition).charge()));
        }
        return charge;
    }

    /** Durations by the report's seven keys, in its order, as exact decimals; null when they were not counted. */
    public Map<String, String> duration() {
        Map<String, String> durations = new LinkedHashMap<>();
        for (Disposition disposition : Disposition.values()) {
            BigDecimal duration = get(disposition).duration();
            if (duration == null) {
                return null;
            }
            durations.put(disposition.key(), Amount.plain(duration));
        }
        return durations;
    }

    /** For logs and messages: what was read and every other disposition that counts something. */
    @Override
    public String toString() {
        return Arrays.stream(Disposition.values())
                .filter(disposition -> disposition == Disposition.READ || rows(disposition) > 0)
                .map(disposition -> "%s %d (charge %s)"
                        .formatted(
                                disposition.key(),
                                rows(disposition),
                                Amount.plain(get(disposition).charge())))
                .collect(Collectors.joining(", "));
    }
}
