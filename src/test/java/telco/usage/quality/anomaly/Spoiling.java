package telco.usage.quality.anomaly;

import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What can be wrong with a file of which every single row is right. */
enum Spoiling {
    NOTHING("nothing is wrong") {
        @Override
        Stream<UsageLine> spoil(List<UsageLine> lines, Random random) {
            return lines.stream();
        }
    },
    ROWS_MISSING("30 % of the rows are missing") {
        @Override
        Stream<UsageLine> spoil(List<UsageLine> lines, Random random) {
            return lines.stream().filter(line -> random.nextInt(100) >= 30);
        }
    },
    FEW_ROWS_MISSING("10 % of the rows are missing") {
        @Override
        Stream<UsageLine> spoil(List<UsageLine> lines, Random random) {
            return lines.stream().filter(line -> random.nextInt(100) >= 10);
        }
    },
    TYPE_MISSING("no SMS") {
        @Override
        Stream<UsageLine> spoil(List<UsageLine> lines, Random random) {
            return lines.stream().filter(line -> !line.isOf("SMS"));
        }
    },
    RARE_TYPE_MISSING("no MMS, a row in 200") {
        @Override
        Stream<UsageLine> spoil(List<UsageLine> lines, Random random) {
            return lines.stream().filter(line -> !line.isOf("MMS"));
        }
    },
    TYPE_MISSING_ON_A_DAY("no SMS on one day") {
        @Override
        Stream<UsageLine> spoil(List<UsageLine> lines, Random random) {
            List<LocalDate> days =
                    lines.stream().map(UsageLine::date).distinct().sorted().toList();
            LocalDate day = days.get(random.nextInt(days.size()));
            return lines.stream()
                    .filter(line -> !line.isOf("SMS") || !line.date().equals(day));
        }
    },
    CHARGE_TIMES_TEN("every charge times ten") {
        @Override
        Stream<UsageLine> spoil(List<UsageLine> lines, Random random) {
            return lines.stream().map(line -> line.withCharge(10 * line.charge()));
        }
    },
    DURATION_TIMES_THREE("every duration times three") {
        @Override
        Stream<UsageLine> spoil(List<UsageLine> lines, Random random) {
            return lines.stream().map(line -> line.withDuration(3 * line.duration()));
        }
    },
    DAY_MISSING("one day is missing") {
        @Override
        Stream<UsageLine> spoil(List<UsageLine> lines, Random random) {
            List<LocalDate> days =
                    lines.stream().map(UsageLine::date).distinct().sorted().toList();
            LocalDate missing = days.get(random.nextInt(days.size()));
            return lines.stream().filter(line -> !line.date().equals(missing));
        }
    },
    ROWS_TWICE("every row twice, a moment later") {
        @Override
        Stream<UsageLine> spoil(List<UsageLine> lines, Random random) {
            // Of the time of a line only its day is kept, so a moment later is the same here.
            return Stream.concat(lines.stream(), lines.stream());
        }
    },
    CUSTOMERS_MISSING("a third of the customers is missing") {
        @Override
        Stream<UsageLine> spoil(List<UsageLine> lines, Random random) {
            return lines.stream().filter(line -> line.customer() % 3 != 0);
        }
    },
    ONE_RATE_PLAN("all have the same rate plan") {
        @Override
        Stream<UsageLine> spoil(List<UsageLine> lines, Random random) {
            return lines.stream().map(line -> line.withRatePlan("1"));
        }
    };

    private final String description;

    Spoiling(String description) {
        this.description = description;
    }

    abstract Stream<UsageLine> spoil(List<UsageLine> lines, Random random);

    UsageLines of(UsageLines file, Random random) {
        return new UsageLines(spoil(file.lines(), random).toList());
    }

    @Override
    public String toString() {
        return description;
    }
}
