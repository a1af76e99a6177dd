package telco.usage.quality.anomaly;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Compares which part of a file's rows, and of each of its days', has which event type. */
final class TypeComparison {

    static final String CHECK = "anomaly_event_types";

    /** Less than one point in a hundred is no scatter of a share. */
    private static final double LEAST_SHARE = 0.01;

    private final FileFigures file;
    private final History history;
    private final double limit;
    private final List<String> gone = new ArrayList<>();
    private final List<String> unusual = new ArrayList<>();
    private int judged;

    TypeComparison(FileFigures file, History history, double limit) {
        this.file = file;
        this.history = history;
        this.limit = limit;
    }

    Judgement judge() {
        if (history.isEnough()) {
            Set<String> types = new TreeSet<>(file.rowsByType().keySet());
            history.files().forEach(other -> types.addAll(other.rowsByType().keySet()));
            types.forEach(this::judge);
        }
        gone.addAll(unusual);
        return new Judgement(CHECK, judged, gone);
    }

    /** A type of which the whole file has too little or too much is not told of each day again. */
    private void judge(String type) {
        List<Double> shares = history.valuesOfFiles(other -> other.share(type));
        if (isUsual("", type, file.share(type), file.total(DayFigures::rows), shares, limit) && history.hasFullDays()) {
            for (DayFigures day : file.days()) {
                List<Double> ofDays = history.valuesOfDaysLike(day.day().getDayOfWeek(), other -> other.share(type));
                isUsual(day.day() + ": ", type, day.share(type), day.rows(), ofDays, Anomalies.DAYS_LIMIT * limit);
            }
        }
    }

    /** @param of what it is said of; empty for the file */
    private boolean isUsual(String of, String type, double share, double rows, List<Double> shares, double most) {
        judged++;
        double usual = Spread.median(shares);
        double chance = Math.sqrt(usual * (1 - usual) / rows);
        Spread spread = Spread.of(shares, Math.max(LEAST_SHARE, chance), most);
        boolean isGone =
                share == 0 && shares.stream().allMatch(each -> each > 0) && usual * rows >= History.CERTAIN_ROWS;
        if (isGone) {
            gone.add("%sno row is %s, usually %s are".formatted(of, type, percent(usual)));
        } else if (spread.isOut(share)) {
            unusual.add("%s%s of the rows are %s, usually %s (%s to %s)"
                    .formatted(
                            of,
                            percent(share),
                            type,
                            percent(usual),
                            percent(Math.max(0, spread.least())),
                            percent(Math.min(1, spread.most()))));
        }
        return !isGone && !spread.isOut(share);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
