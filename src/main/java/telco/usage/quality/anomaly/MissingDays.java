package telco.usage.quality.anomaly;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Finds days amid a file that have no row, and that it covers fewer days than every file before it. */
final class MissingDays {

    static final String CHECK = "anomaly_missing_days";

    private MissingDays() {}

    static Judgement judge(FileFigures file, History history) {
        List<String> missing = new ArrayList<>();
        if (!history.hasFullDays()) {
            return new Judgement(CHECK, 0, missing);
        }
        for (LocalDate day = file.first(); day.isBefore(file.last()); day = day.plusDays(1)) {
            if (!file.covers(day)) {
                missing.add(day + ": no row at all");
            }
        }
        List<Integer> lengths =
                history.files().stream().map(FileFigures::length).distinct().toList();
        if (lengths.size() == 1 && file.length() < lengths.get(0)) {
            missing.add("%s to %s are %d days, every file before had %d"
                    .formatted(file.first(), file.last(), file.length(), lengths.get(0)));
        }
        return new Judgement(CHECK, file.length(), missing);
    }
}
