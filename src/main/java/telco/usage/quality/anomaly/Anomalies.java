package telco.usage.quality.anomaly;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds what is unusual in a file, by the files before it that cover as many days. With fewer than {@link #FEWEST} of them
 * nothing is judged. Where enough lie in the same week of their month only those count, and for a day those of its weekday:
 * billing has its own seasons.
 */
public final class Anomalies {

    /** So many earlier files say what is usual. */
    public static final int FEWEST = 4;

    /** The names of the checks. */
    public static final List<String> CHECKS = Stream.concat(
                    Stream.of(Measure.values()).map(measure -> measure.check),
                    Stream.of("anomaly_event_types", "anomaly_missing_days"))
            .toList();

    /** Nothing is so steady that less than this part of it matters. */
    private static final double LEAST_PART = 0.05;

    /** A file has many days, and one of them is odd more easily than all together. */
    private static final double DAYS_LIMIT = 1.5;

    /** Nor a share of which less than this changes. */
    private static final double LEAST_SHARE = 0.01;

    /** Where so many rows are to be expected none stays away by chance: no type, no day. Of fewer nothing is judged. */
    private static final double CERTAIN_ROWS = 25;

    private final FileFigures file;
    private final List<FileFigures> before;
    private final double limit;

    /**
     * @param before earlier files of the same kind, the latest first
     * @param most how many of them to compare with
     * @param limit how many deviations are too many
     */
    public Anomalies(FileFigures file, List<FileFigures> before, int most, double limit) {
        this.file = file.withoutSlivers();
        this.before = comparable(
                this.file, before.stream().map(FileFigures::withoutSlivers).toList(), most);
        this.limit = limit;
    }

    private static List<FileFigures> comparable(FileFigures file, List<FileFigures> before, int most) {
        List<FileFigures> asLong = before.stream().filter(file::isAsLongAs).toList();
        List<FileFigures> sameWeek = asLong.stream()
                .filter(other -> other.weekOfMonth() == file.weekOfMonth())
                .toList();
        return (sameWeek.size() >= FEWEST ? sameWeek : asLong)
                .stream().limit(most).toList();
    }

    /** What each measure has come to, in a fixed order. */
    public List<Judgement> judge() {
        List<Judgement> judgements = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            judgements.add(judge(measure));
        }
        judgements.add(judgeEventTypes());
        judgements.add(judgeMissingDays());
        return judgements;
    }

    private boolean hasHistory() {
        return before.size() >= FEWEST
                && Spread.median(before.stream()
                                .map(other -> other.total(DayFigures::rows))
                                .toList())
                        >= CERTAIN_ROWS;
    }

    /** True when a day has rows enough to be judged by itself. */
    private boolean hasFullDays() {
        return Spread.median(before.stream()
                        .flatMap(other -> other.days().stream())
                        .map(day -> (double) day.rows())
                        .toList())
                >= CERTAIN_ROWS;
    }

    private Judgement judge(Measure measure) {
        List<String> unusual = new ArrayList<>();
        int judged = 0;
        if (hasHistory()) {
            List<Double> values = scaled(measure, before.stream().map(measure::of));
            double value = measure.of(file);
            if (!Double.isNaN(value) && values.size() >= FEWEST) {
                judged++;
                Spread spread = Spread.of(values, leastScatter(measure, values), limit);
                if (spread.isOut(measure.scaled(value))) {
                    String unit = measure.addsUp() ? measure.label + " a day" : measure.label;
                    unusual.add(
                            sentence(measure, unit, value, spread) + " in %d files like it".formatted(values.size()));
                }
            }
            judged += hasFullDays() ? judgeDays(measure, unusual) : 0;
        }
        return new Judgement(measure.check, judged, unusual);
    }

    /** What a file's value scatters by at least: of a count its root, of a sum what its days scatter by. */
    private double leastScatter(Measure measure, List<Double> values) {
        if (!measure.isCount()) {
            return Math.max(LEAST_PART, Spread.deviation(valuesOfDays(measure, null)) / Math.sqrt(file.length()));
        }
        double usual = Spread.median(values);
        double chance = Math.sqrt(measure.addsUp() ? usual / file.length() : usual);
        return Math.max(LEAST_PART * usual, chance);
    }

    /** How many days were judged. */
    private int judgeDays(Measure measure, List<String> unusual) {
        int judged = 0;
        for (DayFigures day : file.days()) {
            double value = measure.ofDay.applyAsDouble(day);
            List<Double> sameWeekday = valuesOfDays(measure, day.day());
            List<Double> values = sameWeekday.size() >= FEWEST ? sameWeekday : valuesOfDays(measure, null);
            if (Double.isNaN(value) || values.size() < FEWEST) {
                continue;
            }
            judged++;
            Spread spread = Spread.of(values, leastScatterOfDay(measure, values), DAYS_LIMIT * limit);
            if (spread.isOut(measure.scaled(value))) {
                unusual.add(day.day() + ": " + sentence(measure, measure.label, value, spread));
            }
        }
        return judged;
    }

    private double leastScatterOfDay(Measure measure, List<Double> values) {
        if (!measure.isCount()) {
            return Math.max(LEAST_PART, Spread.deviation(valuesOfDays(measure, null)));
        }
        double usual = Spread.median(values);
        return Math.max(LEAST_PART * usual, Math.sqrt(usual));
    }

    private static String sentence(Measure measure, String unit, double value, Spread spread) {
        return "%s %s, usually %s (%s to %s)"
                .formatted(
                        number(value),
                        unit,
                        number(measure.unscaled(spread.usual())),
                        number(measure.unscaled(spread.least())),
                        number(measure.unscaled(spread.most())));
    }

    /** @param sameWeekdayAs only days of this weekday; null for all */
    private List<Double> valuesOfDays(Measure measure, LocalDate sameWeekdayAs) {
        return scaled(
                measure,
                before.stream()
                        .flatMap(other -> other.days().stream())
                        .filter(day ->
                                sameWeekdayAs == null || day.day().getDayOfWeek() == sameWeekdayAs.getDayOfWeek())
                        .map(measure.ofDay::applyAsDouble));
    }

    private static List<Double> scaled(Measure measure, Stream<Double> values) {
        return values.filter(value -> !Double.isNaN(value)).map(measure::scaled).toList();
    }

    private Judgement judgeEventTypes() {
        List<String> unusual = new ArrayList<>();
        if (!hasHistory()) {
            return new Judgement("anomaly_event_types", 0, unusual);
        }
        Set<String> types = new TreeSet<>(file.rowsByType().keySet());
        before.forEach(other -> types.addAll(other.rowsByType().keySet()));
        double rows = file.total(DayFigures::rows);
        for (String type : types) {
            List<Double> shares =
                    before.stream().map(other -> other.share(type)).toList();
            double usual = Spread.median(shares);
            Spread spread =
                    Spread.of(shares, Math.max(LEAST_SHARE, Math.sqrt(usual * (1 - usual) / Math.max(1, rows))), limit);
            double share = file.share(type);
            boolean isGone = share == 0 && shares.stream().allMatch(each -> each > 0) && usual * rows >= CERTAIN_ROWS;
            if (isGone) {
                unusual.add(0, "no row is %s, usually %s are".formatted(type, percent(usual)));
            } else if (spread.isOut(share)) {
                unusual.add("%s of the rows are %s, usually %s (%s to %s)"
                        .formatted(
                                percent(share),
                                type,
                                percent(usual),
                                percent(Math.max(0, spread.least())),
                                percent(Math.min(1, spread.most()))));
            }
        }
        return new Judgement("anomaly_event_types", types.size(), unusual);
    }

    /** Days amid the file that have no row; and fewer days than every file before it had. */
    private Judgement judgeMissingDays() {
        List<String> unusual = new ArrayList<>();
        if (!hasHistory() || !hasFullDays()) {
            return new Judgement("anomaly_missing_days", 0, unusual);
        }
        for (LocalDate day = file.first(); day.isBefore(file.last()); day = day.plusDays(1)) {
            if (!file.covers(day)) {
                unusual.add(day + ": no row at all");
            }
        }
        List<Integer> lengths =
                before.stream().map(FileFigures::length).distinct().toList();
        if (lengths.size() == 1 && file.length() < lengths.get(0)) {
            unusual.add("%s to %s are %d days, every file before had %d"
                    .formatted(file.first(), file.last(), file.length(), lengths.get(0)));
        }
        return new Judgement("anomaly_missing_days", file.length(), unusual);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 && value != Math.rint(value) ? "%,.2f" : "%,.0f", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
