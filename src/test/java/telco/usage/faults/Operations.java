package telco.usage.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import telco.usage.faults.Operation.Kind;
import telco.usage.sample.SampleSpec;
import telco.usage.sample.UsageGenerator;

/** Makes one operation after the other, with files that no other has: the same ones for the same seed. */
final class Operations {

    private static final YearMonth OLDEST = YearMonth.of(2010, 1);
    private static final int ONE_IS_THERE = 10;
    private static final int ONE_CONTRADICTS = 57;
    private static final int FLAG_TWO = 5;

    private final Path folder;
    private final long seed;
    private final long rows;
    private int number;
    private int reverts;
    private YearMonth month = OLDEST;
    private Path loaded;
    private Path merged;

    /** @param rows how many a load has */
    Operations(Path folder, long seed, long rows) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.seed = seed;
        this.rows = rows;
    }

    /** Each but the first load stands on the ones before it: a merge and a revert need a load, a revert a merge. */
    Operation next(Kind kind) throws IOException {
        number++;
        return switch (kind) {
            case LOAD -> load();
            case MERGE -> merge();
            case REVERT -> new Operation(Kind.REVERT, reverts++ % 2 == 0 ? merged : loaded);
            case RETENTION -> recent();
        };
    }

    private Operation load() throws IOException {
        month = month.plusMonths(1);
        loaded = write("load-", month, rows);
        return new Operation(Kind.LOAD, loaded);
    }

    private Operation merge() throws IOException {
        merged = write("merge-", month, rows / 2);
        List<String> lines = new ArrayList<>(Files.readAllLines(merged));
        List<String> known = Files.readAllLines(loaded);
        for (int i = 0; i < known.size(); i++) {
            if (i % ONE_IS_THERE == 0) {
                lines.add(known.get(i));
            } else if (i % ONE_CONTRADICTS == 0) {
                lines.add(contradiction(known.get(i)));
            }
        }
        Files.write(merged, lines);
        return new Operation(Kind.MERGE, merged);
    }

    private static String contradiction(String line) {
        String[] values = line.split(",", -1);
        values[FLAG_TWO] = "9" + values[FLAG_TWO];
        return String.join(",", values);
    }

    private Operation recent() throws IOException {
        YearMonth lastMonth = YearMonth.now(Clock.systemUTC()).minusMonths(1);
        return new Operation(Kind.RETENTION, write("recent-", lastMonth, Math.max(100, rows / 100)));
    }

    private Path write(String name, YearMonth ofMonth, long count) throws IOException {
        Path file = folder.resolve(name + number + ".csv");
        new UsageGenerator(SampleSpec.of(ofMonth, 1, count)
                        .withSeed(seed * 1_000_003 + number)
                        .withFlaws(0.002, count / 60))
                .writeTo(file);
        return file;
    }
}
