package telco.usage.benchmark;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import telco.usage.sample.GeneratedUsage;
import telco.usage.sample.SampleSpec;
import telco.usage.sample.UsageGenerator;
import telco.usage.testing.Progress;

/**
 * The benchmark's files, each generated when it is asked for first. All are of the same customers: three months to begin
 * with, earlier quarters to let the warehouse grow, and weeks after it, each with a late delivery of other rows for the
 * same seven days.
 */
final class UsageFiles {

    /** How many months the first file has, and each that lets the warehouse grow. */
    static final int MONTHS = 3;

    private static final YearMonth FIRST_MONTH = YearMonth.of(2016, 1);
    private static final int DAYS_OF_WEEK = 7;

    private final Path folder;
    private final long rows;
    private final long weekRows;
    private final Map<String, UsageFile> files = new HashMap<>();

    UsageFiles(Path folder, BenchmarkSettings settings) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.rows = settings.rows();
        this.weekRows = settings.weekRows();
    }

    /** Where they are. */
    Path folder() {
        return folder;
    }

    /** The first file: three months. */
    UsageFile months() throws IOException {
        return quarter("months.csv", FIRST_MONTH);
    }

    /** As much again, from the three months before those, or from {@code count} times as long ago. */
    UsageFile earlier(int count) throws IOException {
        return quarter("earlier_" + count + ".csv", FIRST_MONTH.minusMonths((long) MONTHS * count));
    }

    private UsageFile quarter(String name, YearMonth firstMonth) throws IOException {
        return once(name, path -> UsageFile.of(path, write(path, SampleSpec.of(firstMonth, MONTHS, rows), 0)));
    }

    /** The first seven days of the month after the first file, or of the month {@code number} months after it. */
    UsageFile week(int number) throws IOException {
        return once("week_" + number + ".csv", path -> UsageFile.of(path, write(path, weekSpec(number, weekRows), 0)));
    }

    /**
     * As many rows of the same days and customers, none of which is in {@link #week}: without duplicates the generator's
     * rows follow from their place in the file alone, so these are the second half of a file of twice the length.
     */
    UsageFile lateWeek(int number) throws IOException {
        return once("late_week_" + number + ".csv", path -> {
            SampleSpec half = weekSpec(number, weekRows).withFlaws(0, 0);
            SampleSpec whole = weekSpec(number, 2 * weekRows).withFlaws(0, 0);
            GeneratedUsage left = new UsageGenerator(half).writeTo(OutputStream.nullOutputStream());
            return UsageFile.difference(path, write(path, whole, weekRows), left);
        });
    }

    private static SampleSpec weekSpec(int number, long rows) {
        YearMonth month = FIRST_MONTH.plusMonths(MONTHS - 1L + number);
        SampleSpec spec = SampleSpec.of(month, 1, rows);
        Instant end =
                month.atDay(1).plusDays(DAYS_OF_WEEK).atStartOfDay(spec.zone()).toInstant();
        return spec.withNotAfter(end.minusSeconds(1));
    }

    private static GeneratedUsage write(Path path, SampleSpec spec, long linesLeftOut) throws IOException {
        try (OutputStream out = new LaterLines(new BufferedOutputStream(Files.newOutputStream(path)), linesLeftOut)) {
            return new UsageGenerator(spec).writeTo(out);
        }
    }

    /** Makes room for the next. */
    void delete(UsageFile file) throws IOException {
        files.remove(file.name());
        Files.delete(file.path());
    }

    @FunctionalInterface
    private interface Writing {
        UsageFile to(Path path) throws IOException;
    }

    private UsageFile once(String name, Writing writing) throws IOException {
        UsageFile known = files.get(name);
        if (known == null) {
            Progress.say("generating %s", name);
            known = writing.to(folder.resolve(name));
            files.put(name, known);
        }
        return known;
    }
}
