package telco.usage.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** More rejects than are stored are still all counted, and too many of them stop the run. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@TestProfile(RejectLimitsTest.FewRejects.class)
class RejectLimitsTest {

    /** Five rejects are stored, twenty are allowed. */
    public static final class FewRejects implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("REJECTS_STORED", "5", "MAX_REJECTS", "20");
        }
    }

    private static final String TOTALS =
            "select reason, state, row_count, stored_count, charge from ingest.reject_total where run_id = %d order by 1";

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    @AfterEach
    void warehouseIsConsistent() {
        Warehouse.assertConsistent();
    }

    private static String good(int customer) {
        return customer + ",2026-01-26T07:35:34.000+02:00,DATA,7229,0,0,1,0.5,2026-01\n";
    }

    private static String good(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(RejectLimitsTest::good).collect(Collectors.joining());
    }

    private static String withoutType(int customer) {
        return good(customer).replace("DATA", "");
    }

    private static List<String> totals(JsonPath run) {
        return Warehouse.rows(TOTALS.formatted(run.getInt("id")));
    }

    private static JsonPath load(String name, String content, Map<String, Object> limits) {
        Api.put(name, content.getBytes());
        Map<String, Object> request = new HashMap<>(limits);
        request.put("path", name);
        return Api.load(request);
    }

    @Test
    void rejectsBeyondTheStoredOnes_areCountedByReasonAndCharge_andTheRunSaysSo() {
        String broken = good(7).replace(",0.5,", ",1.25,").replace("2026-01\n", "2026-02\n");
        String file = good(1, 300) + withoutType(1).repeat(4) + broken.repeat(8);

        JsonPath run = Api.load("many.csv", file);

        assertThat(run.getString("state")).as(run.prettify()).isEqualTo("SUCCEEDED_WITH_WARNINGS");
        assertThat(run.getLong("rows.rejected")).isEqualTo(12);
        assertThat(run.getString("charge.rejected")).isEqualTo("12");
        assertThat(totals(run))
                .containsExactly("MISSING_EVENT_TYPE|OPEN|4|4|2.00000000", "MONTH_MISMATCH|OPEN|8|1|10.00000000");
        assertThat(Warehouse.rows("select line_number from ingest.reject order by 1"))
                .containsExactly("301", "302", "303", "304", "305");
        assertThat(run.getMap("findings.find { it.check == 'missing_event_type' }"))
                .containsEntry("count", 4);
        assertThat(run.getString("findings.find { it.check == 'rejected_rows' }.message"))
                .contains(
                        "12 of 312 rows",
                        "8 MONTH_MISMATCH (first on line 305: ",
                        "4 MISSING_EVENT_TYPE (first on line 301:");
        assertThat(run.getMap("findings.find { it.check == 'rejects_not_stored' }"))
                .containsEntry("severity", "WARNING")
                .containsEntry("count", 7)
                .containsEntry("checked", 12);
        assertThat(run.getString("findings.find { it.check == 'rejects_not_stored' }.message"))
                .contains("7 of 12", "first 5", "REJECTS_STORED");
    }

    @Test
    void conflictsBeyondTheStoredRejects_areCountedInNewAndInExistingDays() {
        String conflicting = good(1, 4).replace(",1,0.5,", ",2,0.5,");
        JsonPath first = Api.load(
                "first.csv", good(1, 100) + conflicting + withoutType(1).repeat(3));
        assertThat(first.getLong("rows.conflicting")).isEqualTo(4);
        assertThat(totals(first))
                .containsExactly("KEY_CONFLICT|OPEN|4|2|2.00000000", "MISSING_EVENT_TYPE|OPEN|3|3|1.50000000");

        JsonPath second =
                Api.load("second.csv", good(101, 200) + conflicting + good(5, 8).replace(",1,0.5,", ",3,0.5,"));
        assertThat(second.getLong("rows.conflicting")).as(second.prettify()).isEqualTo(8);
        assertThat(totals(second)).containsExactly("KEY_CONFLICT|OPEN|8|5|4.00000000");
        assertThat(second.getMap("findings.find { it.check == 'rejects_not_stored' }"))
                .containsEntry("count", 3);
    }

    @Test
    void asManyAsAreStored_areNothingToSpeakOf() {
        JsonPath run = Api.load("five.csv", good(1, 100) + withoutType(1).repeat(5));
        assertThat(run.getList("findings.check", String.class))
                .containsExactlyInAnyOrder("missing_event_type", "rejected_rows");
    }

    @Test
    void moreRejectsThanTheSettingAllows_stopTheRunThere() {
        JsonPath allowed =
                Api.load("twenty.csv", good(1, 1_000) + withoutType(1).repeat(20));
        assertThat(allowed.getLong("rows.loaded")).as(allowed.prettify()).isEqualTo(1_000);
        assertThat(allowed.getMap("$")).doesNotContainKeys("maxRejects", "maxRejectRatio");

        JsonPath stopped =
                Api.load("more.csv", good(2_001, 3_000) + withoutType(1).repeat(21) + good(3_001, 60_000));
        assertTooMany(stopped, "21 of the first 1021 records", "MAX_REJECTS=20", "line 1001: event_type is empty");
        assertThat(stopped.getLong("rows.read")).isBetween(1_021L, 20_000L);
        assertThat(Warehouse.count("public.telco_billings_usage")).isEqualTo(1_000);
        assertThat(Warehouse.count("ingest.loaded_file")).isEqualTo(1);
        assertThat(stopped.getList("findings.check", String.class)).containsExactly("rejects_not_stored");
    }

    @Test
    void requestsLimits_winOverTheSettings() {
        String file = good(1, 40) + withoutType(1).repeat(30);
        JsonPath wide = load("wide.csv", file, Map.of("maxRejects", 30, "maxRejectRatio", 0.5));
        assertThat(wide.getLong("rows.loaded")).as(wide.prettify()).isEqualTo(40);
        assertThat(wide.getLong("maxRejects")).isEqualTo(30);
        assertThat(wide.getDouble("maxRejectRatio")).isEqualTo(0.5);

        JsonPath ratio = load("ratio.csv", file + good(50), Map.of("maxRejects", 30, "maxRejectRatio", 0.4));
        assertTooMany(ratio, "30 of the first 71 records (42.3 %)", "the request's maxRejectRatio=0.4");

        JsonPath none = load("none.csv", good(51) + withoutType(1) + good(52), Map.of("maxRejects", 0));
        assertTooMany(none, "1 of the first 2 records", "the request's maxRejects=0", "line 2: event_type is empty");
    }

    private static void assertTooMany(JsonPath run, String... words) {
        assertThat(run.getString("state")).as(run.prettify()).isEqualTo("FAILED");
        assertThat(run.getString("error.code")).isEqualTo("TOO_MANY_REJECTS");
        assertThat(run.getString("error.message")).contains(words).contains("nothing was loaded");
        assertThat(run.getLong("rows.loaded")).isZero();
    }
}
