package telco.usage.quality;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import telco.usage.quality.anomaly.Anomalies;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/**
 * For each rule a file that breaks it, in {@code src/test/resources/quality}, and beside it the findings expected: check,
 * severity, how many of how many, and the lines of the samples.
 */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@TestProfile(RulesTest.KnownProvider.class)
class RulesTest {

    /** What the files are made for. */
    public static final class KnownProvider implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "PROVIDER_TIME_ZONE", "Europe/Bucharest",
                    "ENABLE_RETENTION_POLICY", "true",
                    "RETENTION_PERIOD_MONTHS", "240");
        }
    }

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    static Stream<String> rules() {
        return RuleFile.names().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void rule_findsWhatBreaksIt_andNothingElse(String rule) throws IOException {
        InputStream before = RulesTest.class.getResourceAsStream("/quality/" + rule + ".before.csv");
        if (before != null) {
            assertThat(Api.load("before-" + rule + ".csv", before.readAllBytes())
                            .getList("findings"))
                    .isEmpty();
        }
        String file = text(rule + ".csv");
        JsonPath run = Api.load(rule + ".csv", file);
        String expected = text(rule + ".expected");

        assertThat(findings(run)).as(run.prettify()).isEqualTo(expected);
        assertThat(expected).as("a finding of its own rule").contains(rule + " ");
        assertSamplesAreTheFilesLines(run, file.lines().toList());
        assertThat(run.getString("checks.find { it.check == '%s' }.outcome".formatted(rule)))
                .isEqualTo(run.getString("findings.find { it.check == '%s' }.severity".formatted(rule)));
        assertThat(run.getList("checks.check", String.class))
                .containsAll(RuleFile.names())
                .doesNotHaveDuplicates();
        Warehouse.assertConsistent();
    }

    @Test
    void cleanFile_passesAllChecks() throws IOException {
        JsonPath run = Api.load("clean.csv", text("clean.csv"));
        assertThat(run.getString("state")).as(run.prettify()).isEqualTo("SUCCEEDED");
        assertThat(run.getList("findings")).isEmpty();
        assertThat(run.getList("checks.outcome", String.class))
                .hasSize(RuleFile.names().size() + Anomalies.CHECKS.size())
                .containsOnly("PASSED");
    }

    /** Lines are those of the file, whatever comes before: a header, a value with line ends, a day that is merged. */
    @Test
    void samples_haveTheirTrueLines() {
        String row = "1,2016-01-11T10:00:00.000+02:00,DATA,1,0,0,1,%s,2016-01\n";
        Api.load("day-exists.csv", row.formatted("1"));
        JsonPath run = Api.load(
                "lines.csv", """
                customer_id,event_start_time,event_type,rate_plan_id,billing_flag_one,billing_flag_two,duration,charge,month

                2,2016-01-12T10:00:00.000+02:00,"DA
                TA",1,0,0,1,1,2016-01
                """ + row.formatted("-1") + row.formatted("-2").replace("01-11", "01-12"));
        List<Integer> lines = run.getList("findings.find { it.check == 'negative_charge' }.samples.line");
        assertThat(lines).as(run.prettify()).containsExactly(5, 6);
        assertThat(run.getString("findings.find { it.check == 'unknown_event_type' }.samples[0].record"))
                .isEqualTo("2,2016-01-12T10:00:00.000+02:00,\"DA\nTA\",1,0,0,1,1,2016-01");
    }

    @Test
    void samples_areTheFirstTwenty() {
        String rows = Stream.iterate(1, i -> i + 1)
                .limit(500)
                .map(i -> "%d,2016-01-%02dT10:00:00.000+02:00,DATA,1,0,0,1,-1,2016-01".formatted(i, 28 - i % 20))
                .collect(Collectors.joining("\n"));
        JsonPath run = Api.load("many.csv", rows);
        List<Integer> lines = run.getList("findings.find { it.check == 'negative_charge' }.samples.line");
        assertThat(lines).isEqualTo(Stream.iterate(1, i -> i + 1).limit(20).toList());
        assertThat(run.getLong("findings.find { it.check == 'negative_charge' }.count"))
                .isEqualTo(500);
    }

    /** A charge on a free type is news only where there was none before. */
    @Test
    void chargeOnFreeType_isUsualWhereItHasBeenCharged() {
        String row = "%d,2016-01-11T10:00:00.000+02:00,VOICE,1,0,0,1,0.5,2016-01\n";
        assertThat(Api.load("first.csv", row.formatted(1)).getList("findings.check", String.class))
                .containsExactly("charge_on_free_type");
        assertThat(Api.load("second.csv", row.formatted(2)).getList("findings")).isEmpty();
    }

    /** The same event, once with the wrong offset: how a time is written makes no conflict of a duplicate. */
    @Test
    void foreignOffset_isNoDifference() {
        JsonPath run = Api.load("offsets.csv", """
                1,2016-01-11T10:00:00.000+02:00,DATA,1,0,0,1,0.5,2016-01
                1,2016-01-11T11:00:00.000+03:00,DATA,1,0,0,1,0.5,2016-01
                """);
        assertThat(run.getInt("rows.duplicateInFile")).as(run.prettify()).isEqualTo(1);
        assertThat(run.getInt("rows.conflicting")).isZero();
    }

    private static void assertSamplesAreTheFilesLines(JsonPath run, List<String> lines) {
        List<Map<String, Object>> samples = run.getList("findings.samples.flatten()");
        for (Map<String, Object> sample : samples) {
            if (sample != null && sample.containsKey("line")) {
                assertThat(sample.get("record")).isEqualTo(lines.get((int) sample.get("line") - 1));
            }
        }
    }

    private static String findings(JsonPath run) {
        List<Map<String, Object>> findings = run.getList("findings");
        return findings.stream().map(RulesTest::line).collect(Collectors.joining());
    }

    @SuppressWarnings("unchecked")
    private static String line(Map<String, Object> finding) {
        List<Map<String, Object>> samples =
                (List<Map<String, Object>>) finding.getOrDefault("samples", List.<Map<String, Object>>of());
        return "%s %s %s of %s on %s\n"
                .formatted(
                        finding.get("check"),
                        finding.get("severity"),
                        finding.get("count"),
                        finding.get("checked"),
                        samples.stream()
                                .filter(sample -> sample.containsKey("line"))
                                .map(sample -> sample.get("line").toString())
                                .collect(Collectors.joining(" ")));
    }

    private static String text(String name) throws IOException {
        try (InputStream in = RulesTest.class.getResourceAsStream("/quality/" + name)) {
            assertThat(in)
                    .as("src/test/resources/quality/" + name + ", which each rule needs")
                    .isNotNull();
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
