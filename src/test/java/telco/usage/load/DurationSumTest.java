package telco.usage.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DurationSumTest {

    @Test
    void value_isThatOfTheDecimalsAsTheyAreWritten() {
        for (List<String> texts : List.of(
                List.of("1", "2", "18522"),
                List.of("0.1", "0.2", "-0.3", "0.7"),
                List.of("0.000001", "999999999.999999", "1e-7"),
                List.of("1e15", "1", "999999999999999"),
                List.of("1e300", "1", "-1e300"),
                List.of("4.9e-324"),
                List.of("-0.0"))) {
            DurationSum sum = new DurationSum();
            BigDecimal exact = BigDecimal.ZERO;
            for (String text : texts) {
                sum.add(Double.parseDouble(text));
                exact = exact.add(new BigDecimal(text));
            }
            if (!texts.contains("4.9e-324")) {
                assertThat(sum.value()).as(texts.toString()).isEqualByComparingTo(exact);
            }
            assertThat(sum.value()).as(texts.toString()).isEqualByComparingTo(plain(texts));
        }
    }

    @Test
    void value_isTheSameInAnyOrderAndInAnyParts() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Double> durations = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            durations.add(
                    switch (random.nextInt(5)) {
                        case 0 -> (double) random.nextInt(20_000);
                        case 1 -> random.nextInt(2_000_000) / 1000.0;
                        case 2 -> random.nextDouble();
                        case 3 -> random.nextGaussian() * 1e12;
                        default -> Double.parseDouble(random.nextInt(1_000_000) + "." + random.nextInt(1_000_000));
                    });
        }
        BigDecimal expected =
                plain(durations.stream().map(duration -> duration.toString()).toList());
        for (int round = 0; round < 5; round++) {
            Collections.shuffle(durations, random);
            DurationSum first = new DurationSum();
            DurationSum second = new DurationSum();
            for (double duration : durations) {
                (random.nextBoolean() ? first : second).add(duration);
            }
            first.add(second);
            assertThat(first.value()).as("seed " + seed).isEqualByComparingTo(expected);
        }
    }

    @Test
    void value_outgrowsALong() {
        DurationSum sum = new DurationSum();
        double large = 999_999_999_999_999d;
        int times = 20_000;
        for (int i = 0; i < times; i++) {
            sum.add(large);
            sum.add(large / 1_000_000);
        }

        assertThat(sum.value())
                .isEqualByComparingTo(new BigDecimal("999999999999999")
                        .add(new BigDecimal("999999999.999999"))
                        .multiply(BigDecimal.valueOf(times)));
    }

    private static BigDecimal plain(List<String> texts) {
        return texts.stream()
                .map(text ->
                        new BigDecimal(Double.parseDouble(text)).round(new MathContext(15, RoundingMode.HALF_EVEN)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
