package telco.usage.benchmark;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.Map;
import java.util.stream.Collectors;
import telco.usage.run.Amount;
import telco.usage.sample.GeneratedUsage;

/** A generated file and what is in it. No row of it is in another file too. */
record UsageFile(Path path, Amount distinct, Amount duplicates, Map<YearMonth, Amount> distinctByMonth) {

    static UsageFile of(Path path, GeneratedUsage usage) {
        return new UsageFile(path, usage.distinct(), usage.duplicates(), usage.distinctByMonth());
    }

    /** What the file {@code whole} has when the rows of {@code left} are left out of it. */
    static UsageFile difference(Path path, GeneratedUsage whole, GeneratedUsage left) {
        Map<YearMonth, Amount> byMonth = whole.distinctByMonth().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        month -> month.getValue().minus(left.distinctByMonth().get(month.getKey()))));
        return new UsageFile(
                path, whole.distinct().minus(left.distinct()), Amount.charging(0, BigDecimal.ZERO), byMonth);
    }

    String name() {
        return path.getFileName().toString();
    }

    Amount read() {
        return distinct.plus(duplicates);
    }
}
