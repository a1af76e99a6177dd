package telco.usage.quality.anomaly;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import telco.usage.sample.SampleSpec;
import telco.usage.sample.UsageGenerator;

/** Lines of a usage file, and what a load would count of them. */
record UsageLines(List<UsageLine> lines) {

    /** Without those that are there before, as the stage has them. */
    static UsageLines of(Stream<String> lines) {
        return new UsageLines(lines.distinct().map(UsageLine::of).toList());
    }

    /** Rows like the provider's. */
    static UsageLines generated(YearMonth first, int months, long rows, long seed) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new UsageGenerator(SampleSpec.of(first, months, rows).withSeed(seed)).writeTo(out);
        return of(out.toString(StandardCharsets.UTF_8).lines());
    }

    /** One file for each week by the local date, from the first day on; the last one only when it is whole. */
    List<UsageLines> weeks(LocalDate first) {
        return cut(first, 7);
    }

    List<UsageLines> cut(LocalDate first, int days) {
        Map<Long, List<UsageLine>> parts = lines.stream()
                .collect(Collectors.groupingBy(
                        line -> Math.floorDiv(line.date().toEpochDay() - first.toEpochDay(), (long) days),
                        TreeMap::new,
                        Collectors.toList()));
        LocalDate last =
                lines.stream().map(UsageLine::date).max(LocalDate::compareTo).orElseThrow();
        long whole = (last.toEpochDay() + 1 - first.toEpochDay()) / days;
        return parts.entrySet().stream()
                .filter(part -> part.getKey() >= 0 && part.getKey() < whole)
                .map(part -> new UsageLines(part.getValue()))
                .toList();
    }

    /** One file for each billing month. */
    List<UsageLines> months() {
        return lines.stream()
                .collect(Collectors.groupingBy(UsageLine::month, TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(UsageLines::new)
                .toList();
    }

    /** As the stage adds it up: by UTC day. */
    FileFigures figures() {
        Map<LocalDate, List<UsageLine>> days =
                lines.stream().collect(Collectors.groupingBy(UsageLine::utcDay, TreeMap::new, Collectors.toList()));
        List<DayFigures> figures = new ArrayList<>();
        Set<Integer> customers = new HashSet<>();
        Set<String> plans = new HashSet<>();
        days.forEach((day, rows) -> {
            rows.forEach(row -> {
                customers.add(row.customer());
                plans.add(row.ratePlan());
            });
            figures.add(new DayFigures(
                    day,
                    rows.stream().collect(Collectors.groupingBy(UsageLine::type, Collectors.counting())),
                    rows.stream().mapToDouble(UsageLine::charge).sum(),
                    rows.stream().mapToDouble(UsageLine::duration).sum(),
                    rows.stream().map(UsageLine::customer).distinct().count(),
                    rows.stream().map(UsageLine::ratePlan).distinct().count()));
        });
        return new FileFigures(figures, (long) customers.size(), (long) plans.size());
    }
}
