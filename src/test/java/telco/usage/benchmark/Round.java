package telco.usage.benchmark;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import telco.usage.testing.Progress;

/** One warehouse from empty to full, and what is measured on the way. */
final class Round {

    private static final String LATE_WEEK = "late rows of that week, ";

    private final int number;
    private final BenchmarkSettings settings;
    private final UsageFiles files;
    private final BenchmarkDatabase database;
    private final LoaderService service;
    private final Reader reader;
    private final Results results;
    private final BareCopy bareCopy;
    private final Verification verification = new Verification();
    private boolean reading;

    Round(
            int number,
            BenchmarkSettings settings,
            UsageFiles files,
            BenchmarkDatabase database,
            LoaderService service,
            Reader reader,
            Results results) {
        this.number = number;
        this.settings = settings;
        this.files = files;
        this.database = database;
        this.service = service;
        this.reader = reader;
        this.results = results;
        this.bareCopy = new BareCopy(database);
        this.reading = settings.readerAlways() || isReaderRound();
    }

    /** Behind the measuring rounds: all of it once more, beside a reader. */
    private boolean isReaderRound() {
        return number > settings.repeats();
    }

    private String label() {
        return isReaderRound() ? "beside the reader" : Integer.toString(number);
    }

    /** All that every round measures. */
    void first() throws SQLException, IOException {
        if (number == 1) {
            // The first COPY of a new server takes longer than all others.
            bare(files.months());
        }
        double bareSeconds = bare(files.months());
        if (number == 1) {
            comparePsql(bareSeconds);
        }
        Results.Load cold = load("cold load, " + label(), files.months(), Optional.of(bareSeconds));
        ratio(Figure.COLD, cold.timed().seconds() / bareSeconds);
        compare(Figure.WEEK, "next week, " + label(), files.week(1));
        compare(Figure.LATE_WEEK, LATE_WEEK + label(), files.lateWeek(1));
        resend(bareSeconds);
        readViews();
        verification.warehouse(database);
    }

    /** Lets the warehouse grow to a multiple of its days, and merges into days of the same size as before. */
    void grown() throws SQLException, IOException {
        double before = results.medianSeconds(LATE_WEEK);
        for (int count = 1; count < settings.growth(); count++) {
            UsageFile earlier = files.earlier(count);
            load("growing, " + count, earlier, Optional.empty());
            files.delete(earlier);
        }
        for (int repeat = 1; repeat <= settings.repeats(); repeat++) {
            results.add(Figure.GROWN, mergeWhenGrown(repeat) / before);
        }
        if (settings.hasReaderRound()) {
            reading = true;
            mergeWhenGrown(settings.repeats() + 1);
            reading = false;
        }
        reader.rest();
        verification.warehouse(database);
    }

    private double mergeWhenGrown(int number) throws SQLException, IOException {
        int week = number + 1;
        load("grown: next week, " + number, files.week(week), Optional.empty());
        UsageFile late = files.lateWeek(week);
        Optional<Double> bareSeconds = Optional.of(bare(late));
        return load("grown: late rows of that week, " + number, late, bareSeconds)
                .timed()
                .seconds();
    }

    /** What is known at the end of a round only. */
    void finish() throws IOException {
        double peak = service.peakMemory();
        if (!Double.isNaN(peak)) {
            results.add(Figure.MEMORY, peak);
        }
        results.add(reader.waits().longest());
        if (!reader.waits().longest().isEmpty()) {
            note("Round %d: the reader's queries took %.0f %% of its time.", number, reader.busyShare() * 100);
        }
    }

    private void compare(Figure figure, String phase, UsageFile file) throws SQLException, IOException {
        double bareSeconds = bare(file);
        ratio(figure, load(phase, file, Optional.of(bareSeconds)).timed().seconds() / bareSeconds);
    }

    /** Beside a reader the ratios are other ones, unless all are. */
    private void ratio(Figure figure, double value) {
        if (!isReaderRound()) {
            results.add(figure, value);
        }
    }

    private double bare(UsageFile file) throws SQLException, IOException {
        phase("bare copy of " + file.name());
        double seconds = bareCopy.seconds(file);
        Progress.say("%s: %.2f s", "bare copy of " + file.name(), seconds);
        return seconds;
    }

    private void comparePsql(double bareSeconds) throws SQLException, IOException {
        phase("psql's copy");
        Optional<Double> psql = bareCopy.psqlSeconds(files.months());
        if (psql.isPresent()) {
            note(
                    "`psql \\copy` of the first file, once: %.2f s; the driver's just before: %.2f s.",
                    psql.get(), bareSeconds);
        }
    }

    private Results.Load load(String phase, UsageFile file, Optional<Double> bareSeconds) throws SQLException {
        Results.Load load = timed(phase, file, bareSeconds);
        verification.loaded(load.timed().run(), file);
        return load;
    }

    private Results.Load timed(String phase, UsageFile file, Optional<Double> bareSeconds) throws SQLException {
        phase(phase);
        database.checkpoint();
        Results.Load load = new Results.Load(phase, file, bareSeconds, service.load(file));
        Progress.say(
                "%s: %.2f s (%s)",
                phase, load.timed().seconds(), load.timed().run().stepSeconds());
        results.add(load);
        return load;
    }

    private void resend(double bareSeconds) throws SQLException, IOException {
        Results.Load resend = timed("resend, " + label(), files.months(), Optional.of(bareSeconds));
        verification.resent(resend.timed().run());
        ratio(Figure.RESEND, resend.timed().seconds() / bareSeconds);
    }

    private void readViews() throws SQLException {
        reader.rest();
        results.add(Figure.DISTRIBUTION, ViewReads.medianMillis(database, "analytics_usage_distribution"));
        results.add(Figure.TRENDS, ViewReads.medianMillis(database, "analytics_monthly_trends"));
    }

    private void phase(String name) throws SQLException {
        if (reading) {
            reader.phase(name);
        }
    }

    private void note(String format, Object... values) {
        results.note(String.format(Locale.ROOT, format, values));
    }
}
