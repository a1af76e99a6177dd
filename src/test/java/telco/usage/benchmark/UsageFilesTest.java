package telco.usage.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageFilesTest {

    private static final long ROWS = 20_000;

    @TempDir
    Path folder;

    private UsageFiles files;

    @BeforeEach
    void open() throws IOException {
        files = new UsageFiles(
                folder, new BenchmarkSettings(ROWS, 1, 1, Duration.ZERO, false, folder, false, Optional.empty()));
    }

    @Test
    void lateWeek_hasOtherRowsOfTheSameDaysAndCustomers() throws IOException {
        UsageFile week = files.week(1);
        UsageFile late = files.lateWeek(1);

        assertThat(late.read().rows()).isEqualTo(week.read().rows());
        assertThat(column(late, 0)).containsAnyElementsOf(column(week, 0));
        assertThat(days(late)).isEqualTo(days(week)).hasSize(7);
        Set<String> both = new HashSet<>(lines(week));
        both.addAll(lines(late));
        assertThat(both).hasSize((int) (week.distinct().rows() + late.read().rows()));
    }

    @Test
    void lateWeek_saysWhatIsInIt() throws IOException {
        UsageFile late = files.lateWeek(1);

        assertThat(lines(late)).hasSize((int) late.distinct().rows()).doesNotHaveDuplicates();
        assertThat(column(late, 7).stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(late.distinct().charge());
    }

    @Test
    void earlier_endsWhereTheFirstFileBegins() throws IOException {
        assertThat(Set.copyOf(column(files.earlier(1), 8))).containsExactlyInAnyOrder("2015-10", "2015-11", "2015-12");
        assertThat(Set.copyOf(column(files.months(), 8))).containsExactlyInAnyOrder("2016-01", "2016-02", "2016-03");
    }

    private static Set<String> days(UsageFile file) throws IOException {
        Set<String> days = new HashSet<>();
        column(file, 1).forEach(time -> days.add(time.substring(0, 10)));
        return days;
    }

    private static List<String> column(UsageFile file, int index) throws IOException {
        return lines(file).stream().map(line -> line.split(",")[index]).toList();
    }

    private static List<String> lines(UsageFile file) throws IOException {
        return Files.readAllLines(file.path());
    }
}
