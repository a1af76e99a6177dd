package telco.usage.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class UsageGeneratorTest {

    private static final YearMonth JANUARY = YearMonth.of(2016, 1);

    @Test
    void writeTo_saysExactlyWhatItWrote() throws IOException {
        Generated generated = generate(SampleSpec.of(JANUARY, 3, 200_000).withFlaws(0.01, 0));
        Set<String> lines = new HashSet<>(generated.lines());

        assertThat(generated.lines()).hasSize(200_000);
        assertThat(generated.usage().bytes()).isEqualTo(generated.length());
        assertThat(generated.usage().read().rows()).isEqualTo(200_000);
        assertThat(generated.usage().distinct().rows()).isEqualTo(lines.size());
        assertThat(generated.usage().duplicates().rows()).isBetween(1_997L, 2_000L);
        assertThat(generated.usage().read().charge()).isEqualByComparingTo(charge(generated.lines()));
        assertThat(generated.usage().distinct().charge()).isEqualByComparingTo(charge(lines));
        Map<String, Long> byType =
                lines.stream().collect(Collectors.groupingBy(line -> line.split(",")[2], Collectors.counting()));
        generated
                .usage()
                .distinctByType()
                .forEach((type, amount) -> assertThat(amount.rows()).isEqualTo(byType.get(type)));
    }

    @Test
    void writeTo_distinctRowsNeverShareCustomerAndTime() throws IOException {
        // Few customers and hardly any room left: the hardest case.
        Generated generated =
                generate(SampleSpec.of(JANUARY, 1, 400_000).withPopulation(3, 2).withFlaws(0, 0));
        Set<String> customerAndInstant = new HashSet<>();
        for (String line : generated.lines()) {
            String[] fields = line.split(",");
            customerAndInstant.add(fields[0] + OffsetDateTime.parse(fields[1]).toInstant());
        }

        assertThat(customerAndInstant).hasSize(400_000);
    }

    @Test
    void writeTo_looksLikeTheProvidersFile() throws IOException {
        Generated generated = generate(SampleSpec.of(JANUARY, 3, 100_000));
        List<String> months = new ArrayList<>();
        Map<String, Set<String>> plans = new HashMap<>();
        for (String line : generated.lines()) {
            String[] fields = line.split(",", -1);
            assertThat(fields).hasSize(9);
            assertThat(fields[1]).hasSize(29).startsWith(fields[8]);
            assertThat(fields[1])
                    .endsWith(offset(OffsetDateTime.parse(fields[1]).toInstant()));
            assertThat(Integer.parseInt(fields[4])).isBetween(0, 234);
            assertThat(Integer.parseInt(fields[6])).isBetween(0, 18_522);
            assertThat(new BigDecimal(fields[7])).isBetween(BigDecimal.ZERO, new BigDecimal("1496.598432"));
            if (fields[2].equals("VOICE") || fields[2].equals("SMS")) {
                assertThat(fields[7]).isEqualTo("0.0");
            }
            if (months.isEmpty() || !months.get(months.size() - 1).equals(fields[8])) {
                months.add(fields[8]);
            }
            plans.computeIfAbsent(fields[0], customer -> new HashSet<>()).add(fields[3]);
        }

        assertThat(months).containsExactly("2016-01", "2016-02", "2016-03");
        assertThat(plans).hasSizeBetween(9_400, 9_500);
        assertThat(plans.values().stream().filter(each -> each.size() > 1).count())
                .isBetween(1L, 40L);
        assertThat(share(generated, "VOICE")).isBetween(0.39, 0.41);
        assertThat(share(generated, "DATA")).isBetween(0.34, 0.36);
        assertThat(share(generated, "SMS")).isBetween(0.235, 0.255);
        assertThat(share(generated, "MMS")).isBetween(0.003, 0.007);
    }

    @Test
    void writeTo_sameSpecGivesSameBytesAndAnotherSeedOthers() throws IOException {
        SampleSpec spec = SampleSpec.of(JANUARY, 2, 5_000).withFlaws(0.01, 20);

        assertThat(generate(spec).lines()).isEqualTo(generate(spec).lines());
        assertThat(generate(spec.withSeed(2)).lines())
                .isNotEqualTo(generate(spec).lines());
    }

    @Test
    void writeTo_badRowsAreOfEachKindAndCounted() throws IOException {
        Generated generated = generate(SampleSpec.of(JANUARY, 2, 10_000).withFlaws(0, 50));
        List<String[]> rows =
                generated.lines().stream().map(line -> line.split(",", -1)).collect(Collectors.toList());

        assertThat(generated.usage().defects().values()).containsOnly(10L);
        assertThat(generated.usage().defective().rows()).isEqualTo(50);
        assertThat(generated.usage().distinct().rows()).isEqualTo(9_950);
        assertThat(rows).filteredOn(row -> row[0].isEmpty()).hasSize(10);
        assertThat(rows).filteredOn(row -> row[1].startsWith("-32T", 7)).hasSize(10);
        assertThat(rows)
                .filteredOn(row -> Long.parseLong(row[3]) > Integer.MAX_VALUE)
                .hasSize(10);
        assertThat(rows).filteredOn(row -> row.length == 8).hasSize(10).allMatch(row -> row[7].equals("0.0"));
        assertThat(rows)
                .filteredOn(row -> row.length == 9 && !row[1].startsWith(row[8]))
                .hasSize(10);
        assertThat(rows.subList(0, 50)).allMatch(row -> row.length == 9);
    }

    @Test
    void writeTo_noEventIsLaterThanNotAfter() throws IOException {
        Instant notAfter = Instant.parse("2016-03-02T09:15:00Z");
        Generated generated = generate(SampleSpec.of(JANUARY, 3, 50_000).withNotAfter(notAfter));

        assertThat(generated.lines())
                .hasSize(50_000)
                .allMatch(line ->
                        !OffsetDateTime.parse(line.split(",")[1]).toInstant().isAfter(notAfter));
        assertThat(generated
                        .usage()
                        .distinctByMonth()
                        .get(YearMonth.of(2016, 3))
                        .rows())
                .isBetween(500L, 2_000L);
    }

    @Test
    void writeTo_monthThatHasOnlyJustBegunGetsNoRows() throws IOException {
        Instant midnight = Instant.parse("2016-02-29T22:00:01Z");
        Generated generated = generate(SampleSpec.of(JANUARY, 3, 20_000).withNotAfter(midnight));

        assertThat(generated.lines()).hasSize(20_000).noneMatch(line -> line.endsWith("2016-03"));
    }

    @Test
    void writeTo_worksInZonesWithAndWithoutAnOffset() throws IOException {
        for (String zone : List.of("UTC", "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns")) {
            Generated generated = generate(SampleSpec.of(JANUARY, 12, 20_000).withZone(ZoneId.of(zone)));
            for (String line : generated.lines()) {
                String[] fields = line.split(",");
                OffsetDateTime time = OffsetDateTime.parse(fields[1]);
                assertThat(fields[1]).hasSize(29).startsWith(fields[8]);
                assertThat(ZoneId.of(zone).getRules().getOffset(time.toInstant()))
                        .as("%s in %s", fields[1], zone)
                        .isEqualTo(time.getOffset());
            }
        }
    }

    @Test
    void constructor_refusesMoreRowsThanThereIsRoomFor() {
        SampleSpec spec = SampleSpec.of(JANUARY, 1, 5_000_000).withPopulation(1, 1);

        assertThatThrownBy(() -> new UsageGenerator(spec))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rows do not fit into 2016-01: 1 customers have room for");
    }

    @Test
    void constructor_refusesAPeriodThatHasNotBegun() {
        SampleSpec spec = SampleSpec.of(JANUARY, 1, 10).withNotAfter(Instant.parse("2015-12-31T00:00:00Z"));

        assertThatThrownBy(() -> new UsageGenerator(spec)).hasMessageContaining("has not begun");
    }

    private record Generated(List<String> lines, long length, GeneratedUsage usage) {}

    private static Generated generate(SampleSpec spec) throws IOException {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            GeneratedUsage usage = new UsageGenerator(spec).writeTo((OutputStream) out);
            String text = out.toString(StandardCharsets.US_ASCII);
            return new Generated(text.lines().toList(), text.length(), usage);
        }
    }

    private static BigDecimal charge(Iterable<String> lines) {
        BigDecimal sum = BigDecimal.ZERO;
        for (String line : lines) {
            sum = sum.add(new BigDecimal(line.split(",")[7]));
        }
        return sum;
    }

    private static double share(Generated generated, String type) {
        return (double) generated.usage().distinctByType().get(type).rows()
                / generated.usage().distinct().rows();
    }

    private static String offset(Instant instant) {
        return ZoneId.of("Europe/Helsinki").getRules().getOffset(instant).getId();
    }
}
