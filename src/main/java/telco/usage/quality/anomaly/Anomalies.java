package telco.usage.quality.anomaly;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds what is unusual in a file, by the files before it that cover as many days. With fewer than {@link #FEWEST} of them
 * nothing is judged.
 */
public final class Anomalies {

    /** So many earlier files say what is usual. */
    public static final int FEWEST = 4;

    /** The names of the checks. */
    public static final List<String> CHECKS = Stream.concat(
                    Stream.of(Measure.values()).map(measure -> measure.check),
                    Stream.of(TypeComparison.CHECK, MissingDays.CHECK))
            .toList();

    /** A file has many days, and one of them is odd more easily than all together: so much farther it may be off. */
    static final double DAYS_LIMIT = 1.5;

    private Anomalies() {}

    /**
     * What each check has come to, in a fixed order.
     *
     * @param before earlier files of the same kind, the latest first
     * @param most how many of them to compare with
     * @param limit how many deviations are too many
     */
    public static List<Judgement> judge(FileFigures whole, List<FileFigures> before, int most, double limit) {
        FileFigures file = whole.withoutSlivers();
        History history = History.of(file, before, most);
        List<Judgement> judgements = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            judgements.add(new MeasureComparison(measure, file, history, limit).judge());
        }
        judgements.add(new TypeComparison(file, history, limit).judge());
        judgements.add(MissingDays.judge(file, history));
        return judgements;
    }
}
