package telco.usage.load.copy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import telco.usage.jdbc.Sql;
import telco.usage.load.Oddity;
import telco.usage.load.PlausibilityConfig;
import telco.usage.stage.Stage;

/**
 * Adds up what QUALITY asks about, day by day while the rows pass by on their way into the stage: so no check needs to read
 * them again. A row that is not odd costs a few comparisons.
 */
final class ProfileBuilder {

    private final Stage stage;
    private final EventTypeCodes eventTypes;
    private final PlausibilityConfig plausible;
    private final Set<String> freeTypes;
    private final long maxCharge;
    private final double maxDuration;
    private final long now;
    private final OddRows oddRows;
    private final DistinctIntegers customers = new DistinctIntegers();
    private final DistinctIntegers ratePlans = new DistinctIntegers();
    private final List<TypeProfile> profiles = new ArrayList<>();
    private TypeProfile[] byCode = new TypeProfile[16];

    /** @param now what begins later lies in the future */
    ProfileBuilder(Stage stage, EventTypeCodes eventTypes, PlausibilityConfig plausible, Instant now, OddRows oddRows) {
        this.stage = stage;
        this.eventTypes = eventTypes;
        this.plausible = plausible;
        this.freeTypes = plausible.freeEventTypes().orElse(Set.of());
        this.maxCharge = plausible
                .maxCharge()
                .movePointRight(8)
                .min(BigDecimal.valueOf(Long.MAX_VALUE))
                .longValue();
        this.maxDuration = plausible.maxDuration();
        this.now = ChronoUnit.MICROS.between(Instant.EPOCH, now);
        this.oddRows = oddRows;
    }

    /** Adds a row that is staged. */
    void add(byte[] row) {
        TypeProfile profile = profileOf(Spooled.unsigned16(row, Spooled.EVENT_TYPE));
        long charge = Spooled.int64(row, Spooled.CHARGE);
        double duration = Double.longBitsToDouble(Spooled.int64(row, Spooled.DURATION));
        int marks = row[Spooled.NULLS];
        profile.add(charge, duration);
        customers.add(Spooled.int32(row, Spooled.CUSTOMER));
        if ((marks & Spooled.NO_RATE_PLAN) == 0) {
            ratePlans.add(Spooled.int32(row, Spooled.RATE_PLAN));
        }
        boolean usual = marks == 0
                && charge >= 0
                && charge <= maxCharge
                && duration >= 0
                && duration <= maxDuration
                && profile.known
                && (charge == 0 || !profile.free)
                && Spooled.int64(row, Spooled.MICROS) <= now;
        if (!usual) {
            countOddities(profile, row, marks, charge, duration);
        }
    }

    /** A row that repeats an earlier one is not staged, but may be shown. */
    void duplicate(byte[] row) {
        oddRows.add(Oddity.DUPLICATE_IN_FILE, row);
    }

    private void countOddities(TypeProfile profile, byte[] row, int marks, long charge, double duration) {
        count((marks & Spooled.NO_RATE_PLAN) != 0, Oddity.NO_RATE_PLAN_ID, profile, row);
        count((marks & Spooled.NO_FLAG_ONE) != 0, Oddity.NO_BILLING_FLAG_ONE, profile, row);
        count((marks & Spooled.NO_FLAG_TWO) != 0, Oddity.NO_BILLING_FLAG_TWO, profile, row);
        count((marks & Spooled.NO_DURATION) != 0, Oddity.NO_DURATION, profile, row);
        count((marks & Spooled.NO_CHARGE) != 0, Oddity.NO_CHARGE, profile, row);
        count((marks & Spooled.FOREIGN_OFFSET) != 0, Oddity.FOREIGN_OFFSET, profile, row);
        count(charge < 0, Oddity.NEGATIVE_CHARGE, profile, row);
        count(charge > maxCharge, Oddity.EXTREME_CHARGE, profile, row);
        count(duration < 0, Oddity.NEGATIVE_DURATION, profile, row);
        count(duration > maxDuration, Oddity.EXTREME_DURATION, profile, row);
        count(!profile.known, Oddity.UNKNOWN_EVENT_TYPE, profile, row);
        count(charge != 0 && profile.free, Oddity.CHARGE_ON_FREE_TYPE, profile, row);
        count(Spooled.int64(row, Spooled.MICROS) > now, Oddity.FUTURE_EVENT, profile, row);
    }

    private void count(boolean odd, Oddity oddity, TypeProfile profile, byte[] row) {
        if (odd) {
            profile.count(oddity);
            oddRows.add(oddity, row);
        }
    }

    private TypeProfile profileOf(int code) {
        TypeProfile profile = code < byCode.length ? byCode[code] : null;
        return profile != null ? profile : newProfile(code);
    }

    private TypeProfile newProfile(int code) {
        if (code >= byCode.length) {
            byCode = Arrays.copyOf(byCode, Integer.highestOneBit(code) * 2);
        }
        String eventType = new String(eventTypes.typeOf(code), StandardCharsets.UTF_8);
        byCode[code] =
                new TypeProfile(eventType, plausible.eventTypes().contains(eventType), freeTypes.contains(eventType));
        profiles.add(byCode[code]);
        return byCode[code];
    }

    /** Writes what the day's rows have added up to, in its transaction, and begins anew. */
    void finish(Connection connection, LocalDate day) throws SQLException {
        writeProfiles(connection, day);
        writeOddities(connection, day);
        Sql.of(
                        "insert into %s (day, customer_count, rate_plan_count) values (?::date, ?::bigint, ?::bigint)"
                                .formatted(stage.dayFigureTable()),
                        day.toString(),
                        customers.count(),
                        ratePlans.count())
                .update(connection);
        profiles.clear();
        Arrays.fill(byCode, null);
        customers.clear();
        ratePlans.clear();
    }

    private void writeProfiles(Connection connection, LocalDate day) throws SQLException {
        Sql.of(
                        """
                        insert into %s (day, event_type, row_count, total_duration, total_charge)
                        select ?::date, event_type, row_count, total_duration::float8, total_charge::numeric
                        from unnest(?::text[], ?::bigint[], ?::text[], ?::text[])
                            profile (event_type, row_count, total_duration, total_charge)
                        """.formatted(stage.profileTable()),
                        day.toString(),
                        profiles.stream().map(TypeProfile::eventType).toList(),
                        profiles.stream().map(TypeProfile::rows).toList(),
                        profiles.stream()
                                .map(each -> Double.toString(each.duration()))
                                .toList(),
                        profiles.stream()
                                .map(each -> each.charge().toPlainString())
                                .toList())
                .update(connection);
    }

    private void writeOddities(Connection connection, LocalDate day) throws SQLException {
        List<String> types = new ArrayList<>();
        List<String> oddities = new ArrayList<>();
        List<Long> rows = new ArrayList<>();
        for (TypeProfile profile : profiles) {
            for (Oddity oddity : Oddity.values()) {
                if (profile.rows(oddity) > 0) {
                    types.add(profile.eventType());
                    oddities.add(oddity.name());
                    rows.add(profile.rows(oddity));
                }
            }
        }
        if (!rows.isEmpty()) {
            Sql.of("""
                            insert into %s (day, event_type, oddity, row_count)
                            select ?::date, event_type, oddity, row_count
                            from unnest(?::text[], ?::text[], ?::bigint[]) odd (event_type, oddity, row_count)
                            """.formatted(stage.oddityTable()), day.toString(), types, oddities, rows)
                    .update(connection);
        }
    }
}
