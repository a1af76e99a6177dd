package telco.usage.benchmark;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The results as Markdown. */
final class Report {

    private static final int MOST_WAITS = 15;

    private final StringBuilder text = new StringBuilder();
    private final Results results;

    private Report(Results results) {
        this.results = results;
    }

    /** @param surroundings where, on what and how it ran, a line each */
    static String of(Results results, List<String> surroundings) {
        Report report = new Report(results);
        report.figures();
        report.list(surroundings);
        report.list(results.notes());
        report.loads();
        report.waits();
        return report.text.toString();
    }

    private void figures() {
        line("| Figure | Bar | Goal | Measured: median (least to most) | Meets |");
        line("|---|---|---|---|---|");
        for (Figure figure : Figure.values()) {
            results.samples(figure).ifPresent(samples -> figure(figure, samples));
        }
        line("");
    }

    private void figure(Figure figure, Samples samples) {
        // Of waits and memory the worst is the figure, of all else the middle.
        double decisive = figure == Figure.READER || figure == Figure.MEMORY ? samples.max() : samples.median();
        line(
                "| %s | %s | %s | %s (%s to %s) | %s |",
                figure.description(),
                figure.bar(),
                figure.goal(),
                figure.text(samples.median()),
                figure.text(samples.min()),
                figure.text(samples.max()),
                figure.verdict(decisive));
    }

    private void list(List<String> lines) {
        lines.forEach(each -> line("- %s", each));
        line("");
    }

    private void loads() {
        line("| Load | Rows | Bare `COPY`, s | Load, s | Ratio | Steps, s |");
        line("|---|---|---|---|---|---|");
        for (Results.Load load : results.loads()) {
            Optional<Double> bare = load.bareSeconds();
            line(
                    "| %s | %,d | %s | %.2f | %s | %s |",
                    load.phase(),
                    load.file().read().rows(),
                    bare.map(Report::twoPlaces).orElse(""),
                    load.timed().seconds(),
                    bare.map(seconds -> twoPlaces(load.timed().seconds() / seconds))
                            .orElse(""),
                    load.timed().run().stepSeconds());
        }
        line("");
    }

    private void waits() {
        if (results.waits().isEmpty()) {
            return;
        }
        line("| The reader's longest waits | ms | For | On average, ms | While |");
        line("|---|---|---|---|---|");
        results.waits().stream()
                .sorted(Comparator.comparing(Waits.Wait::longest).reversed())
                .limit(MOST_WAITS)
                .forEach(wait -> line(
                        "| %s | %d | %s | %d | %s |",
                        wait.phase(),
                        wait.longest().toMillis(),
                        wait.query(),
                        wait.mean().toMillis(),
                        stepsDuring(wait)));
    }

    private String stepsDuring(Waits.Wait wait) {
        Instant end = wait.start().plus(wait.longest());
        return results.loads().stream()
                .flatMap(load -> load.timed().run().steps().stream())
                .filter(step -> step.overlaps(wait.start(), end))
                .map(LoadedRun.Step::name)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String twoPlaces(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private void line(String format, Object... values) {
        text.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
                .append('\n');
    }
}
