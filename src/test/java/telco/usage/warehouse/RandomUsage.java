package telco.usage.warehouse;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random records of a few customers, made to meet each other: on few days, near midnight and the turn of the month, on plans
 * that change, with values that are missing.
 */
final class RandomUsage {

    private static final int REMEMBERED = 300;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx");

    private final Random random;
    private final List<Record> earlier = new ArrayList<>();

    /** One event, as the file has it. */
    private record Record(
            int customer,
            Instant time,
            int offsetHours,
            String type,
            String plan,
            String flag,
            String duration,
            String charge) {

        String line() {
            String local = TIME.format(time.atOffset(ZoneOffset.ofHours(offsetHours)));
            return String.join(
                    ",", "" + customer, local, type, plan, flag, "0", duration, charge, local.substring(0, 7));
        }

        /** The same event by its identity, with another flag or in another zone: another month at the turn of one. */
        Record contradicting(Random random) {
            return random.nextBoolean()
                    ? new Record(customer, time, offsetHours, type, plan, flag + "7", duration, charge)
                    : new Record(customer, time, -offsetHours - 1, type, plan, flag, duration, charge);
        }
    }

    RandomUsage(Random random) {
        this.random = random;
    }

    int customer() {
        return 1 + random.nextInt(6);
    }

    /** New records, the newest of now and the oldest of so long ago, some of them twice. */
    List<String> fresh(Instant now, Duration age) {
        List<String> lines = new ArrayList<>();
        int days = 1 + random.nextInt(5);
        for (int day = 0; day < days; day++) {
            Instant midnight =
                    now.minusSeconds(random.nextInt((int) age.toSeconds())).truncatedTo(ChronoUnit.DAYS);
            int events = 1 + random.nextInt(8);
            for (int event = 0; event < events; event++) {
                Record record = record(now, midnight);
                remember(record);
                lines.add(record.line());
                if (random.nextInt(10) == 0) {
                    lines.add(record.line());
                }
            }
        }
        return lines;
    }

    /** New records of each of the last days, more than there are of most months otherwise. */
    List<String> ofEachDay(Instant now, int days) {
        List<String> lines = new ArrayList<>();
        for (int day = 0; day < days; day++) {
            Instant midnight = now.minus(day, ChronoUnit.DAYS).truncatedTo(ChronoUnit.DAYS);
            for (int event = 0; event < 6; event++) {
                lines.add(record(now, midnight).line());
            }
        }
        return lines;
    }

    private Record record(Instant now, Instant midnight) {
        int customer = customer();
        // Half of them within the hours in which the local day, and now and then the month, is another one.
        int second = random.nextBoolean() ? random.nextInt(86_400) : 75_600 + random.nextInt(10_800) - 86_400;
        Instant time = midnight.plusSeconds(second);
        return new Record(
                customer,
                time.isAfter(now) ? now.truncatedTo(ChronoUnit.SECONDS) : time,
                List.of(0, 2, 3, -5).get(random.nextInt(4)),
                List.of("VOICE", "DATA", "SMS", "MMS").get(random.nextInt(4)),
                plan(customer, time),
                random.nextInt(5) == 0 ? "" : "" + random.nextInt(3),
                List.of("", "0", "1", "12", "61.25", "0.1", "3600", "20000").get(random.nextInt(8)),
                List.of("", "0", "0", "0.5", "0.000976", "12.25", "-0.25", "2000")
                        .get(random.nextInt(8)));
    }

    /** Customers 1 to 3 stay on one plan, the others change every other week, and now and then there is none. */
    private String plan(int customer, Instant time) {
        if (random.nextInt(12) == 0) {
            return "";
        }
        long week = time.getEpochSecond() / 604_800;
        return "" + (customer <= 3 ? customer : customer * 10 + week / 2 % 3 + (random.nextInt(15) == 0 ? 1 : 0));
    }

    private void remember(Record record) {
        if (earlier.size() < REMEMBERED) {
            earlier.add(record);
        } else {
            earlier.set(random.nextInt(REMEMBERED), record);
        }
    }

    /** Records that came before, as they were. */
    List<String> repeated() {
        return some().stream().map(Record::line).toList();
    }

    /** Records that contradict those that came before. */
    List<String> contradicting() {
        return some().stream()
                .map(record -> record.contradicting(random).line())
                .toList();
    }

    private List<Record> some() {
        List<Record> some = new ArrayList<>();
        for (int i = 1 + random.nextInt(10); i > 0 && !earlier.isEmpty(); i--) {
            some.add(earlier.get(random.nextInt(earlier.size())));
        }
        return some;
    }

    /** Spoils one of the records, so that it is kept aside. */
    String spoilt(Instant now) {
        String line = fresh(now, Duration.ofDays(10)).get(0);
        return switch (random.nextInt(3)) {
            case 0 -> line.substring(line.indexOf(','));
            case 1 -> line.substring(0, line.length() - 7) + "1999-01";
            default -> line + ",more";
        };
    }
}
