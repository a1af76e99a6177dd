package telco.usage.quality.anomaly;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import telco.usage.sample.SampleSpec;
import telco.usage.sample.UsageGenerator;

/** Lines of a usage file, and what a load would count of them. */
record UsageLines(List<String> lines) {

    /** Rows like the provider's. */
    static UsageLines generated(YearMonth first, int months, long rows, long seed) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new UsageGenerator(SampleSpec.of(first, months, rows).withSeed(seed)).writeTo(out);
        return new UsageLines(out.toString(StandardCharsets.UTF_8).lines().toList());
    }

    /** One file for each week by the local date, from the first day on; the last one only when it is whole. */
    List<UsageLines> weeks(LocalDate first) {
        return cut(first, 7);
    }

    List<UsageLines> cut(LocalDate first, int days) {
        Map<Long, List<String>> parts = lines.stream()
                .collect(Collectors.groupingBy(
                        line -> Math.floorDiv(date(line).toEpochDay() - first.toEpochDay(), (long) days),
                        TreeMap::new,
                        Collectors.toList()));
        LocalDate last =
                lines.stream().map(UsageLines::date).max(LocalDate::compareTo).orElseThrow();
        long whole = (last.toEpochDay() + 1 - first.toEpochDay()) / days;
        return parts.entrySet().stream()
                .filter(part -> part.getKey() >= 0 && part.getKey() < whole)
                .map(part -> new UsageLines(part.getValue()))
                .toList();
    }

    /** One file for each billing month. */
    List<UsageLines> months() {
        return lines.stream()
                .collect(Collectors.groupingBy(line -> line.split(",")[8], TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(UsageLines::new)
                .toList();
    }

    static LocalDate date(String line) {
        return LocalDate.parse(line.split(",")[1].substring(0, 10));
    }

    /** As the stage adds it up: by UTC day. */
    FileFigures figures() {
        Map<LocalDate, List<String[]>> days = new TreeMap<>();
        for (String line : new HashSet<>(lines)) {
            String[] fields = line.split(",");
            days.computeIfAbsent(
                            OffsetDateTime.parse(fields[1])
                                    .withOffsetSameInstant(ZoneOffset.UTC)
                                    .toLocalDate(),
                            day -> new ArrayList<>())
                    .add(fields);
        }
        List<DayFigures> figures = new ArrayList<>();
        Set<String> customers = new HashSet<>();
        Set<String> plans = new HashSet<>();
        days.forEach((day, rows) -> {
            rows.forEach(row -> {
                customers.add(row[0]);
                plans.add(row[3]);
            });
            figures.add(new DayFigures(
                    day,
                    rows.stream().collect(Collectors.groupingBy(row -> row[2], Collectors.counting())),
                    rows.stream().mapToDouble(row -> Double.parseDouble(row[7])).sum(),
                    rows.stream().mapToDouble(row -> Double.parseDouble(row[6])).sum(),
                    rows.stream().map(row -> row[0]).distinct().count(),
                    rows.stream().map(row -> row[3]).distinct().count()));
        });
        return new FileFigures(figures, (long) customers.size(), (long) plans.size());
    }
}
