package telco.usage.quality.anomaly;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * A line of a usage file, as far as figures are made of it.
 *
 * @param date by the provider's clock
 * @param utcDay the day that the warehouse counts it to
 */
record UsageLine(
        int customer,
        LocalDate date,
        LocalDate utcDay,
        String type,
        String ratePlan,
        double duration,
        double charge,
        String month) {

    static UsageLine of(String line) {
        String[] fields = line.split(",");
        OffsetDateTime start = OffsetDateTime.parse(fields[1]);
        return new UsageLine(
                Integer.parseInt(fields[0]),
                start.toLocalDate(),
                start.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate(),
                fields[2],
                fields[3],
                Double.parseDouble(fields[6]),
                Double.parseDouble(fields[7]),
                fields[8]);
    }

    boolean isOf(String eventType) {
        return type.equals(eventType);
    }

    UsageLine withRatePlan(String other) {
        return new UsageLine(customer, date, utcDay, type, other, duration, charge, month);
    }

    UsageLine withDuration(double other) {
        return new UsageLine(customer, date, utcDay, type, ratePlan, other, charge, month);
    }

    UsageLine withCharge(double other) {
        return new UsageLine(customer, date, utcDay, type, ratePlan, duration, other, month);
    }
}
