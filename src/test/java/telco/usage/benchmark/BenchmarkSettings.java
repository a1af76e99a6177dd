package telco.usage.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What can be set with {@code -Dbenchmark.<name>=}.
 *
 * @param rows of the first file; the provider's real one has 22,783,785
 * @param repeats how often each thing is measured, each time on a fresh database
 * @param growth how many times the warehouse is there for the merge into a larger one; 1 leaves that out
 * @param readerPause between two rounds of the reader; zero leaves the reader out
 * @param readerAlways reads beside every measurement, not in a round of its own
 * @param folder in which a temporary one is made: on a disk, not in memory
 * @param keep leaves files and databases behind
 * @param server an own server; without it an embedded one is started
 */
record BenchmarkSettings(
        long rows,
        int repeats,
        int growth,
        Duration readerPause,
        boolean readerAlways,
        Path folder,
        boolean keep,
        Optional<ServerAddress> server) {

    /** A file of one week, as a part of one of three months: what the provider's real files have. */
    private static final double WEEK_SHARE = 1_750_000 / 22_783_785.0;

    BenchmarkSettings {
        require(rows >= 10_000, "benchmark.rows must be 10000 or more");
        require(repeats >= 1, "benchmark.repeats must be 1 or more");
        require(growth >= 1 && growth <= 8, "benchmark.growth must be 1 to 8");
        require(!readerPause.isNegative(), "benchmark.reader.pause must not be negative");
    }

    static BenchmarkSettings read() {
        return new BenchmarkSettings(
                Long.parseLong(property("rows", "2000000")),
                Integer.parseInt(property("repeats", "3")),
                Integer.parseInt(property("growth", "4")),
                Duration.ofMillis(Long.parseLong(property("reader.pause", "20"))),
                flag("reader.always"),
                Path.of(property("folder", "target")).toAbsolutePath(),
                flag("keep"),
                Optional.ofNullable(System.getProperty("benchmark.database.url"))
                        .map(url -> ServerAddress.parse(
                                url, property("database.user", "postgres"), property("database.password", ""))));
    }

    private static String property(String name, String otherwise) {
        return System.getProperty("benchmark." + name, otherwise);
    }

    /** On when it is named, unless as false. */
    private static boolean flag(String name) {
        return !property(name, "false").equals("false");
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /** The command that measures the same again; a password is left out. */
    String command() {
        return System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("benchmark.") && !name.endsWith("password"))
                .sorted()
                .map(name -> " -D" + name + "=" + System.getProperty(name))
                .collect(Collectors.joining("", "./mvnw -Pbenchmark verify -DskipTests", ""));
    }

    /** True when the reader has a round of its own, behind the others. */
    boolean hasReaderRound() {
        return !readerAlways && !readerPause.isZero();
    }

    /** Rows of a weekly file. */
    long weekRows() {
        return Math.round(rows * WEEK_SHARE);
    }
}
