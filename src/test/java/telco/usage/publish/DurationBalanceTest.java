package telco.usage.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** Durations are added up by Java while a file is read and by PostgreSQL when it is published: to the last digit alike. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class DurationBalanceTest {

    /** Whole, with many decimals, very small, very large, more digits than a double has, and none at all. */
    private static final List<String> DURATIONS = List.of(
            "1",
            "18522",
            "0.1",
            "0.2",
            "0.333333333333",
            "1e-9",
            "1234567.654321",
            "999999999999999",
            "1e15",
            "1e22",
            "0.12345678901234567890",
            "-7.5",
            "-0.0",
            "");

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    private static String file(int firstCustomer) {
        return DURATIONS.stream()
                .map(duration -> line(firstCustomer + DURATIONS.indexOf(duration), duration))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String line(int customer, String duration) {
        return customer + ",2026-03-01T10:00:00.000+02:00,DATA,7,0,0," + duration + ",0.5,2026-03";
    }

    @Test
    void everyKindOfDuration_balancesOnNewDaysAndOnOnesThatExist() {
        BigDecimal sum = new BigDecimal(Warehouse.rows("select sum(d::float8::numeric) from (values "
                        + DURATIONS.stream()
                                .map(duration -> duration.isEmpty() ? "(null)" : "('" + duration + "')")
                                .collect(Collectors.joining(", "))
                        + ") v (d)")
                .get(0));
        for (int firstCustomer : new int[] {100, 200}) {
            JsonPath run = Api.load("durations.csv", file(firstCustomer));
            assertThat(run.getList("findings.check", String.class))
                    .as(run.prettify())
                    .contains("negative_duration", "extreme_duration")
                    .doesNotContain("rejected_rows", "key_conflicts");
            assertThat(new BigDecimal(run.getString("duration.read"))).isEqualByComparingTo(sum);
            assertThat(new BigDecimal(run.getString("duration.loaded"))).isEqualByComparingTo(sum);
        }
        Warehouse.assertConsistent();
    }

    @Test
    void everyEndOfARecord_hasItsDuration() {
        Api.load("before.csv", line(1, "0.25") + "\n" + line(2, "0.5"));
        String after = String.join(
                "\n",
                line(1, "0.25"),
                line(2, "4.5"),
                line(3, "8.5"),
                line(3, "8.5"),
                line(3, "16.5"),
                line(4, "32.5"),
                line(5, "64.5").replace(",0.5,", ",free,"),
                line(6, "long"));
        Api.put("after.csv", after.getBytes(UTF_8));
        JsonPath run = Api.load(Map.of("path", "after.csv", "maxRejectRatio", 1));
        assertThat(run.getMap("duration"))
                .as(run.prettify())
                .isEqualTo(Map.of(
                        "read",
                        "135.25",
                        "loaded",
                        "41",
                        "duplicateInFile",
                        "8.5",
                        "duplicateInWarehouse",
                        "0.25",
                        "conflicting",
                        "21",
                        "rejected",
                        "64.5",
                        "expired",
                        "0"));
        Warehouse.assertConsistent();
    }

    /** Many more than the first table of the sums has room for, and some come again when it has grown. */
    @Test
    void manyCustomers_eachHasItsDuration() {
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            int customer = i % 8_000;
            file.append(customer)
                    .append(",2026-03-01T10:00:00.")
                    .append(String.format("%06d", i))
                    .append("+02:00,DATA,7,0,0,")
                    .append(customer % 7 * 0.1)
                    .append(",0.5,2026-03\n");
        }
        JsonPath run = Api.load("customers.csv", file.toString());
        assertThat(run.getInt("rows.loaded")).as(run.prettify()).isEqualTo(10_000);
        Warehouse.assertConsistent();
    }
}
