package telco.usage.quality.anomaly;

import java.time.DayOfWeek;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The files with which one is compared: earlier ones that cover as many days.
 *
 * @param files the latest first
 */
record History(List<FileFigures> files) {

    /** Where so many rows are to be expected none stays away by chance: no type, no day. Of fewer nothing is judged. */
    static final double CERTAIN_ROWS = 25;

    /**
     * Those of these files that compare with this one. Where enough of them lie in the same week of their month only those
     * do: billing has its own seasons.
     */
    static History of(FileFigures file, List<FileFigures> before, int most) {
        List<FileFigures> asLong = before.stream()
                .map(FileFigures::withoutSlivers)
                .filter(file::isAsLongAs)
                .toList();
        List<FileFigures> sameWeek = asLong.stream()
                .filter(other -> other.weekOfMonth() == file.weekOfMonth())
                .toList();
        List<FileFigures> chosen = sameWeek.size() >= Anomalies.FEWEST ? sameWeek : asLong;
        return new History(chosen.stream().limit(most).toList());
    }

    /** True when it says what is usual of a file. */
    boolean isEnough() {
        return files.size() >= Anomalies.FEWEST
                && Spread.median(valuesOfFiles(file -> file.total(DayFigures::rows))) >= CERTAIN_ROWS;
    }

    /** True when it says what is usual of a day. */
    boolean hasFullDays() {
        return isEnough() && Spread.median(valuesOfDays(day -> (double) day.rows())) >= CERTAIN_ROWS;
    }

    List<Double> valuesOfFiles(Function<FileFigures, Double> value) {
        return files.stream().map(value).filter(each -> !each.isNaN()).toList();
    }

    List<Double> valuesOfDays(Function<DayFigures, Double> value) {
        return days().map(value).filter(each -> !each.isNaN()).toList();
    }

    /** Of days of this weekday where there are enough, else of all. */
    List<Double> valuesOfDaysLike(DayOfWeek weekday, Function<DayFigures, Double> value) {
        List<Double> sameWeekday = days().filter(day -> day.day().getDayOfWeek() == weekday)
                .map(value)
                .filter(each -> !each.isNaN())
                .toList();
        return sameWeekday.size() >= Anomalies.FEWEST ? sameWeekday : valuesOfDays(value);
    }

    private Stream<DayFigures> days() {
        return files.stream().flatMap(file -> file.days().stream());
    }
}
