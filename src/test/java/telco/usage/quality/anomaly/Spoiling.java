package telco.usage.quality.anomaly;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What can be wrong with a file of which every single row is right. */
enum Spoiling {
    NOTHING("nothing is wrong") {
        @Override
        Stream<String> spoil(List<String> lines, Random random) {
            return lines.stream();
        }
    },
    ROWS_MISSING("30 % of the rows are missing") {
        @Override
        Stream<String> spoil(List<String> lines, Random random) {
            return lines.stream().filter(line -> random.nextInt(100) >= 30);
        }
    },
    FEW_ROWS_MISSING("10 % of the rows are missing") {
        @Override
        Stream<String> spoil(List<String> lines, Random random) {
            return lines.stream().filter(line -> random.nextInt(100) >= 10);
        }
    },
    TYPE_MISSING("no SMS") {
        @Override
        Stream<String> spoil(List<String> lines, Random random) {
            return lines.stream().filter(line -> !line.split(",")[2].equals("SMS"));
        }
    },
    RARE_TYPE_MISSING("no MMS, a row in 200") {
        @Override
        Stream<String> spoil(List<String> lines, Random random) {
            return lines.stream().filter(line -> !line.split(",")[2].equals("MMS"));
        }
    },
    TYPE_MISSING_ON_A_DAY("no SMS on one day") {
        @Override
        Stream<String> spoil(List<String> lines, Random random) {
            List<LocalDate> days =
                    lines.stream().map(UsageLines::date).distinct().sorted().toList();
            LocalDate day = days.get(random.nextInt(days.size()));
            return lines.stream()
                    .filter(line -> !line.split(",")[2].equals("SMS")
                            || !UsageLines.date(line).equals(day));
        }
    },
    CHARGE_TIMES_TEN("every charge times ten") {
        @Override
        Stream<String> spoil(List<String> lines, Random random) {
            return lines.stream().map(line -> change(line, 7, charge -> "" + 10 * Double.parseDouble(charge)));
        }
    },
    DURATION_TIMES_THREE("every duration times three") {
        @Override
        Stream<String> spoil(List<String> lines, Random random) {
            return lines.stream().map(line -> change(line, 6, duration -> "" + 3 * Double.parseDouble(duration)));
        }
    },
    DAY_MISSING("one day is missing") {
        @Override
        Stream<String> spoil(List<String> lines, Random random) {
            List<LocalDate> days =
                    lines.stream().map(UsageLines::date).distinct().sorted().toList();
            LocalDate missing = days.get(random.nextInt(days.size()));
            return lines.stream().filter(line -> !UsageLines.date(line).equals(missing));
        }
    },
    ROWS_TWICE("every row twice, a second later") {
        @Override
        Stream<String> spoil(List<String> lines, Random random) {
            List<String> twice = new ArrayList<>(lines);
            lines.forEach(line -> twice.add(line.replaceFirst("\\.[0-9]{3}", ".500")));
            return twice.stream();
        }
    },
    CUSTOMERS_MISSING("a third of the customers is missing") {
        @Override
        Stream<String> spoil(List<String> lines, Random random) {
            return lines.stream().filter(line -> Integer.parseInt(line.split(",")[0]) % 3 != 0);
        }
    },
    ONE_RATE_PLAN("all have the same rate plan") {
        @Override
        Stream<String> spoil(List<String> lines, Random random) {
            return lines.stream().map(line -> change(line, 3, plan -> "1"));
        }
    };

    private final String description;

    Spoiling(String description) {
        this.description = description;
    }

    abstract Stream<String> spoil(List<String> lines, Random random);

    UsageLines of(UsageLines file, Random random) {
        return new UsageLines(spoil(file.lines(), random).toList());
    }

    @Override
    public String toString() {
        return description;
    }

    private static String change(String line, int field, UnaryOperator<String> change) {
        String[] fields = line.split(",");
        fields[field] = change.apply(fields[field]);
        return String.join(",", fields);
    }
}
