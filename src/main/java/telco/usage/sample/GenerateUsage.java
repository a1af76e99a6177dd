package telco.usage.sample;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;

/**
 * A developer's door to {@link UsageGenerator}, without starting the service:
 *
 * <pre>java -cp target/classes telco.usage.sample.GenerateUsage --out=usage.csv --rows=2000000</pre>
 *
 * Every option of {@link #USAGE} but {@code --out} has a default. Prints what the file contains; exits with 2 when an
 * option is wrong and with 1 when the file cannot be written.
 */
public final class GenerateUsage {

    static final String USAGE = """
            Options: --out=FILE [--rows=1000000] [--first-month=2026-01] [--months=3] [--seed=1] [--customers=9500]
                     [--rate-plans=2300] [--zone=Europe/Helsinki] [--duplicates=0.0005] [--bad=0]
                     [--not-after=2026-03-31T00:00:00Z]""";

    private GenerateUsage() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out, System.err));
    }

    static int run(String[] arguments, PrintStream out, PrintStream err) {
        try {
            Map<String, String> options = options(arguments);
            Path file = Path.of(take(options, "out", ""));
            UsageGenerator generator = new UsageGenerator(spec(options));
            if (!options.isEmpty() || file.toString().isEmpty()) {
                throw new IllegalArgumentException(
                        options.isEmpty()
                                ? "--out is missing"
                                : "unknown option --"
                                        + options.keySet().iterator().next());
            }
            out.println(summary(file, generator.writeTo(file)));
            return 0;
        } catch (IllegalArgumentException | DateTimeException e) {
            err.println(e.getMessage() + System.lineSeparator() + USAGE);
            return 2;
        } catch (IOException e) {
            err.println("Cannot write the file: " + e);
            return 1;
        }
    }

    private static SampleSpec spec(Map<String, String> options) {
        return SampleSpec.of(
                        YearMonth.parse(take(options, "first-month", "2026-01")),
                        Integer.parseInt(take(options, "months", "3")),
                        Long.parseLong(take(options, "rows", "1000000")))
                .withSeed(Long.parseLong(take(options, "seed", "1")))
                .withPopulation(
                        Integer.parseInt(take(options, "customers", "9500")),
                        Integer.parseInt(take(options, "rate-plans", "2300")))
                .withZone(ZoneId.of(take(options, "zone", "Europe/Helsinki")))
                .withFlaws(
                        Double.parseDouble(take(options, "duplicates", "0.0005")),
                        Long.parseLong(take(options, "bad", "0")))
                .withNotAfter(Instant.parse(take(options, "not-after", Instant.MAX.toString())));
    }

    private static Map<String, String> options(String[] arguments) {
        Map<String, String> options = new HashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (!argument.startsWith("--") || equals < 0) {
                throw new IllegalArgumentException("not an option: " + argument);
            }
            options.put(argument.substring(2, equals), argument.substring(equals + 1));
        }
        return options;
    }

    private static String take(Map<String, String> options, String name, String otherwise) {
        String value = options.remove(name);
        return value == null ? otherwise : value;
    }

    private static String summary(Path file, GeneratedUsage usage) {
        return "%s: %d bytes%nread       %s%ndistinct   %s%nduplicates %s%nbad        %s %s%nby type    %s%nby month   %s"
                .formatted(
                        file,
                        usage.bytes(),
                        usage.read(),
                        usage.distinct(),
                        usage.duplicates(),
                        usage.defective(),
                        usage.defects(),
                        usage.distinctByType(),
                        usage.distinctByMonth());
    }
}
