package telco.usage.load.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** The stream counts classes in Java, merges and removals in SQL: both must put every value into the same one. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class UsageClassesTest {

    private static final int RANDOM_VALUES = 20_000;

    /** What NUMERIC(18, 8) can hold, in units of 10^-8. */
    private static final long LARGEST_CHARGE = 999_999_999_999_999_999L;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private static List<BigDecimal> bounds(String function) {
        return Warehouse.rows("select unnest(ingest." + function + "())").stream()
                .map(BigDecimal::new)
                .toList();
    }

    private static List<Integer> oneToAll(List<?> bounds) {
        return IntStream.rangeClosed(1, bounds.size()).boxed().toList();
    }

    private static List<Integer> classes(String expression, List<?> values) {
        return Warehouse.rows("select %s from unnest(array[%s]) with ordinality v (value, place) order by place"
                        .formatted(
                                expression,
                                values.stream().map(value -> "'" + value + "'").collect(Collectors.joining(","))))
                .stream()
                .map(Integer::valueOf)
                .toList();
    }

    @Test
    void bounds_areTheDatabases() {
        List<BigDecimal> charges = bounds("charge_bounds");
        assertThat(charges)
                .map(bound -> UsageClasses.ofCharge(bound.movePointRight(8).longValueExact()))
                .isEqualTo(oneToAll(charges));
        assertThat(UsageClasses.CHARGE_CLASSES).isEqualTo(charges.size() + 1);
        List<BigDecimal> durations = bounds("duration_bounds");
        assertThat(durations)
                .map(bound -> UsageClasses.ofDuration(bound.doubleValue()))
                .isEqualTo(oneToAll(durations));
        assertThat(UsageClasses.DURATION_CLASSES).isEqualTo(durations.size() + 1);
    }

    @Test
    void charge_isInTheSameClass() {
        List<Long> charges = new ArrayList<>(List.of(LARGEST_CHARGE, -LARGEST_CHARGE, 0L, 1L, -1L));
        for (BigDecimal bound : bounds("charge_bounds")) {
            long units = bound.movePointRight(8).longValueExact();
            charges.addAll(List.of(units, units - 1, units + 1, -units));
        }
        for (int i = 0; i < RANDOM_VALUES; i++) {
            // All magnitudes alike: a plain random long is nearly always in the last class.
            charges.add(random.nextLong() % LARGEST_CHARGE >> random.nextInt(60));
        }
        assertThat(charges.stream().map(UsageClasses::ofCharge).toList())
                .as("seed %d", seed)
                .isEqualTo(classes("ingest.charge_class(value::numeric * 0.00000001)", charges));
    }

    @Test
    void duration_isInTheSameClass() {
        List<Double> durations = new ArrayList<>(
                List.of(0.0, -0.0, Double.MIN_VALUE, -Double.MIN_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, 1e15));
        for (BigDecimal bound : bounds("duration_bounds")) {
            double value = bound.doubleValue();
            durations.addAll(List.of(value, Math.nextDown(value), Math.nextUp(value), -value));
        }
        for (int i = 0; i < RANDOM_VALUES; i++) {
            durations.add((random.nextBoolean() ? 1 : -1) * Math.exp(random.nextDouble() * 20 - 5));
            durations.add((double) random.nextInt(20_000));
        }
        assertThat(durations.stream().map(UsageClasses::ofDuration).toList())
                .as("seed %d", seed)
                .isEqualTo(classes("ingest.duration_class(value::float8)", durations));
    }

    @Test
    void whatIsMissing_isInAClassOfItsOwn() {
        assertThat(Warehouse.rows("select ingest.charge_class(null), ingest.duration_class(null)"))
                .containsExactly(UsageClasses.MISSING + "|" + UsageClasses.MISSING);
    }
}
