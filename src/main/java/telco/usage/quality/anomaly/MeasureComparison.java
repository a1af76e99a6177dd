package telco.usage.quality.anomaly;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Compares one measure of a file, and of each of its days, with what is usual. */
final class MeasureComparison {

    /** Nothing is so steady that less than this part of it matters. */
    private static final double LEAST_PART = 0.05;

    private final Measure measure;
    private final FileFigures file;
    private final History history;
    private final double limit;
    private final List<String> unusual = new ArrayList<>();
    private int judged;

    /** By how much the days' values scatter, where that says more than their number. */
    private double scatterOfDays;

    MeasureComparison(Measure measure, FileFigures file, History history, double limit) {
        this.measure = measure;
        this.file = file;
        this.history = history;
        this.limit = limit;
    }

    Judgement judge() {
        if (history.isEnough()) {
            scatterOfDays = measure.isCount() ? 0 : Spread.deviation(history.valuesOfDays(this::scaled));
            judgeFile();
        }
        if (history.hasFullDays()) {
            file.days().forEach(this::judgeDay);
        }
        return new Judgement(measure.check, judged, unusual);
    }

    private void judgeFile() {
        double value = measure.of(file);
        List<Double> values = history.valuesOfFiles(other -> measure.scaled(measure.of(other)));
        if (isJudged(value, values)) {
            Spread spread = Spread.of(values, leastScatter(values), limit);
            if (spread.isOut(measure.scaled(value))) {
                String unit = measure.addsUp() ? measure.label + " a day" : measure.label;
                unusual.add("%s in %d files like it".formatted(sentence(unit, value, spread), values.size()));
            }
        }
    }

    private void judgeDay(DayFigures day) {
        double value = measure.ofDay.applyAsDouble(day);
        List<Double> values = history.valuesOfDaysLike(day.day().getDayOfWeek(), this::scaled);
        if (isJudged(value, values)) {
            Spread spread = Spread.of(values, leastScatterOfDay(values), Anomalies.DAYS_LIMIT * limit);
            if (spread.isOut(measure.scaled(value))) {
                unusual.add(day.day() + ": " + sentence(measure.label, value, spread));
            }
        }
    }

    private boolean isJudged(double value, List<Double> values) {
        boolean isJudged = !Double.isNaN(value) && values.size() >= Anomalies.FEWEST;
        judged += isJudged ? 1 : 0;
        return isJudged;
    }

    private double scaled(DayFigures day) {
        return measure.scaled(measure.ofDay.applyAsDouble(day));
    }

    /** What a file's value scatters by at least: of a count its root, of a sum what its days scatter by. */
    private double leastScatter(List<Double> values) {
        if (!measure.isCount()) {
            return Math.max(LEAST_PART, scatterOfDays / Math.sqrt(file.length()));
        }
        double usual = Spread.median(values);
        double chance = Math.sqrt(measure.addsUp() ? usual / file.length() : usual);
        return Math.max(LEAST_PART * usual, chance);
    }

    private double leastScatterOfDay(List<Double> values) {
        if (!measure.isCount()) {
            return Math.max(LEAST_PART, scatterOfDays);
        }
        double usual = Spread.median(values);
        return Math.max(LEAST_PART * usual, Math.sqrt(usual));
    }

    private String sentence(String unit, double value, Spread spread) {
        return "%s %s, usually %s (%s to %s)"
                .formatted(
                        number(value),
                        unit,
                        number(measure.unscaled(spread.usual())),
                        number(measure.unscaled(spread.least())),
                        number(measure.unscaled(spread.most())));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 && value != Math.rint(value) ? "%,.2f" : "%,.0f", value);
    }
}
