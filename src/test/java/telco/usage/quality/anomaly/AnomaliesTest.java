package telco.usage.quality.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.testing.RealFile;

/** Good files raise no alarm, spoiled ones do: of real weeks and of generated weeks, days and months. */
class AnomaliesTest {

    private static final int HISTORY = 12;
    private static final double LIMIT = 4;
    private static final int SEEDS = 5;

    /** What must be found in a week's file, however small it is. */
    private static final Set<Spoiling> CERTAIN = Set.of(
            Spoiling.ROWS_MISSING,
            Spoiling.TYPE_MISSING,
            Spoiling.TYPE_MISSING_ON_A_DAY,
            Spoiling.CHARGE_TIMES_TEN,
            Spoiling.DAY_MISSING,
            Spoiling.ROWS_TWICE,
            Spoiling.ONE_RATE_PLAN);

    /** How many of how many files raised an alarm. */
    private record Found(int found, int files) {

        Found plus(boolean isFound) {
            return new Found(found + (isFound ? 1 : 0), files + 1);
        }

        @Override
        public String toString() {
            return found + " of " + files;
        }
    }

    @Test
    void realWeeks_raiseNoAlarm_andSpoiledOnesDo() throws IOException {
        UsageLines real = UsageLines.of(Files.readAllLines(RealFile.require()).stream());
        List<UsageLines> weeks = real.weeks(LocalDate.of(2016, 1, 1));
        assertThat(weeks).hasSize(8);
        assertFound(judged("real weeks of 1,750 rows", weeks), CERTAIN);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void generatedWeeks_raiseNoAlarm_andSpoiledOnesDo(long seed) throws IOException {
        UsageLines year = UsageLines.generated(YearMonth.of(2016, 1), 4, 120_000, seed);
        assertFound(
                judged("generated weeks of 7,000 rows, seed " + seed, year.weeks(LocalDate.of(2016, 1, 4))), CERTAIN);
    }

    @Test
    void generatedMonths_areComparedWhateverTheirLength() throws IOException {
        List<UsageLines> months =
                UsageLines.generated(YearMonth.of(2015, 8), 8, 80_000, 4).months();
        assertFound(
                judged("generated months of 10,000 rows", months),
                Set.of(Spoiling.ROWS_MISSING, Spoiling.TYPE_MISSING, Spoiling.CHARGE_TIMES_TEN, Spoiling.ROWS_TWICE));
    }

    @Test
    void generatedDays_areComparedWithThoseOfTheirKind() throws IOException {
        List<UsageLines> days =
                UsageLines.generated(YearMonth.of(2016, 1), 1, 60_000, 5).cut(LocalDate.of(2016, 1, 1), 1);
        assertFound(
                judged("generated days of 1,900 rows", days),
                Set.of(Spoiling.ROWS_MISSING, Spoiling.TYPE_MISSING, Spoiling.ROWS_TWICE));
    }

    @Test
    void fewerThanFourFilesBefore_sayNothing() throws IOException {
        List<FileFigures> weeks =
                UsageLines.generated(YearMonth.of(2016, 1), 2, 10_000, 6).weeks(LocalDate.of(2016, 1, 4)).stream()
                        .map(UsageLines::figures)
                        .toList();
        FileFigures spoiled = Spoiling.ROWS_MISSING
                .of(UsageLines.generated(YearMonth.of(2016, 3), 1, 5_000, 6), new Random(1))
                .weeks(LocalDate.of(2016, 3, 7))
                .get(0)
                .figures();
        List<Judgement> judgements = Anomalies.judge(spoiled, weeks.subList(0, 3), HISTORY, LIMIT);
        assertThat(judgements).hasSize(Anomalies.CHECKS.size()).allSatisfy(judgement -> {
            assertThat(judgement.judged()).isZero();
            assertThat(judgement.unusual()).isEmpty();
        });
        assertThat(Anomalies.judge(spoiled, weeks.subList(0, 4), HISTORY, LIMIT).stream()
                        .filter(judgement -> !judgement.unusual().isEmpty()))
                .isNotEmpty();
    }

    /** Of some rows a day many a day has none, and of a few rows nothing can be told. */
    @ParameterizedTest
    @ValueSource(ints = {20, 200, 600})
    void filesWithFewRows_raiseNoAlarm(int rows) throws IOException {
        List<FileFigures> files = new ArrayList<>();
        for (int seed = 1; seed <= 30; seed++) {
            FileFigures file =
                    UsageLines.generated(YearMonth.of(2016, 1), 1, rows, seed).figures();
            assertThat(Anomalies.judge(file, files, HISTORY, LIMIT))
                    .allSatisfy(judgement -> assertThat(judgement.unusual()).isEmpty());
            files.add(0, file);
        }
    }

    /** A month is no long week. */
    @Test
    void filesOfAnotherLength_areNotComparedWith() throws IOException {
        UsageLines all = UsageLines.generated(YearMonth.of(2016, 1), 3, 30_000, 7);
        List<FileFigures> weeks = all.weeks(LocalDate.of(2016, 1, 4)).stream()
                .map(UsageLines::figures)
                .toList();
        FileFigures month = all.months().get(2).figures();
        assertThat(Anomalies.judge(month, weeks, HISTORY, LIMIT))
                .allSatisfy(judgement -> assertThat(judgement.judged()).isZero());
    }

    /** Each file that has enough before it, as it is and spoiled in every way, by what came before it. */
    private static Map<Spoiling, Found> judged(String what, List<UsageLines> files) {
        List<FileFigures> figures = files.stream().map(UsageLines::figures).toList();
        Map<Spoiling, Found> found = new EnumMap<>(Spoiling.class);
        for (int i = Anomalies.FEWEST; i < files.size(); i++) {
            List<FileFigures> before = new ArrayList<>(figures.subList(0, i));
            Collections.reverse(before);
            for (Spoiling spoiling : Spoiling.values()) {
                for (int seed = 0; seed < (spoiling == Spoiling.NOTHING ? 1 : SEEDS); seed++) {
                    UsageLines spoiled = spoiling.of(files.get(i), new Random(31L * i + seed));
                    if (spoiled.lines().isEmpty()) {
                        // Of a daily file the one day that is missing is the file itself: nothing is there to compare.
                        continue;
                    }
                    boolean alarm = Anomalies.judge(spoiled.figures(), before, HISTORY, LIMIT).stream()
                            .anyMatch(judgement -> !judgement.unusual().isEmpty());
                    if (alarm && spoiling == Spoiling.NOTHING) {
                        System.out.println(
                                "false alarm: " + Anomalies.judge(spoiled.figures(), before, HISTORY, LIMIT));
                    }
                    found.merge(spoiling, new Found(0, 0).plus(alarm), (sum, one) -> sum.plus(alarm));
                }
            }
        }
        found.forEach((spoiling, count) -> System.out.printf("| %s | %s | %s |%n", what, spoiling, count));
        return found;
    }

    private static void assertFound(Map<Spoiling, Found> found, Set<Spoiling> certain) {
        assertThat(found.get(Spoiling.NOTHING).found()).as("false alarms").isZero();
        for (Spoiling spoiling : certain) {
            assertThat(found.get(spoiling).found())
                    .as(spoiling.toString())
                    .isEqualTo(found.get(spoiling).files());
        }
    }
}
