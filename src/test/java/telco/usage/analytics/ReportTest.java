package telco.usage.analytics;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** The reports say what counting the facts says. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class ReportTest {

    private static final String FORMULA = "=HYPERLINK(\"http://a\",\"b\")";

    @BeforeEach
    void load() {
        Warehouse.clear();
        Analytics.load();
    }

    /** The facts' groups, their sums as the reports spell them. */
    private static List<String> facts(String columns, String where, String order) {
        return Warehouse.rows("""
                        with u as (
                            select *, (event_start_time at time zone 'UTC')::date as day
                            from public.telco_billings_usage
                        )
                        select %s
                        from u
                        where %s
                        %s
                        """.formatted(columns, where, order)).stream()
                .map(row -> Arrays.stream(row.split("\\|", -1))
                        .map(ReportTest::spelled)
                        .collect(Collectors.joining("|")))
                .toList();
    }

    private static String spelled(String cell) {
        if (!cell.matches("-?[0-9]+\\.[0-9]+")) {
            return cell;
        }
        BigDecimal number = new BigDecimal(cell);
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static List<String> distribution(String where) {
        return facts(
                """
                event_type, rate_plan_id, count(*), coalesce(sum(duration::numeric), 0), coalesce(sum(charge), 0),
                count(distinct customer_id)
                """,
                where,
                "group by event_type, rate_plan_id order by event_type collate \"C\", rate_plan_id nulls last");
    }

    private static List<String> trends(String where) {
        return facts("""
                month, event_type, count(*), count(distinct customer_id), coalesce(sum(duration::numeric), 0),
                coalesce(sum(charge), 0)
                """, where, "group by month, event_type order by month, event_type collate \"C\"");
    }

    private static List<String> days(String where) {
        return facts(
                "day, event_type, count(*), coalesce(sum(duration::numeric), 0), coalesce(sum(charge), 0)",
                where,
                "group by day, event_type order by day, event_type collate \"C\"");
    }

    private static void assertSays(String address, List<String> facts) {
        assertThat(Analytics.rows(address)).isEqualTo(facts);
        assertThat(Analytics.pages(address, 1)).isEqualTo(facts);
        assertThat(Analytics.pages(address, 2)).isEqualTo(facts);
        assertThat(Analytics.table(address).stream().skip(1))
                .isEqualTo(facts.stream()
                        .map(row -> row.replace(FORMULA, "'" + FORMULA))
                        .toList());
    }

    @Test
    void distribution_showsEveryField() {
        JsonPath page = Analytics.json("usage-distribution");
        assertThat(page.getMap("$").keySet()).isEqualTo(Set.of("asOf", "version", "rows"));
        assertThat(page.<Map<String, Object>>getList("rows").get(1))
                .containsExactly(
                        Map.entry("serviceType", "DATA"),
                        Map.entry("ratePlanId", 7),
                        Map.entry("eventCount", 4),
                        Map.entry("totalDuration", new BigDecimal("9.25")),
                        Map.entry("totalCharge", "3.750001"),
                        Map.entry("customerCount", 2));
        assertThat(Analytics.rows("usage-distribution"))
                .containsExactly(
                        FORMULA + "||1|3|3|1",
                        "DATA|7|4|9.25|3.750001|2",
                        "DATA|8|1|2|-0.125|1",
                        "DATA||1|0|0|1",
                        "SMS|-7|1|1|0|1",
                        "VOICE|8|1|12345678|0|1");
    }

    @Test
    void asOf_isWhenTheWarehouseChanged() {
        assertThat(Warehouse.rows("""
                                select version, to_char(changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')
                                from ingest.warehouse_version
                                """)).singleElement().satisfies(row -> {
            JsonPath page = Analytics.json("daily");
            assertThat(row)
                    .isEqualTo(page.getLong("version") + "|"
                            + page.getString("asOf").substring(0, 19));
            assertThat(page.getString("asOf")).endsWith("Z");
        });
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = ';',
            value = {
                "``; true",
                "?month=2026-03; month = '2026-03'",
                "?month=2026-04; month = '2026-04'",
                "?month=2026-05; false",
                "?type=DATA; event_type = 'DATA'",
                "?type=data; false",
                "?plan=7; rate_plan_id = 7",
                "?plan=-7; rate_plan_id = -7",
                "?plan=none; rate_plan_id is null",
                "?plan=2147483647; false",
                "?type=DATA&plan=none; event_type = 'DATA' and rate_plan_id is null",
                "?month=2026-03&type=DATA; month = '2026-03' and event_type = 'DATA'",
                "?month=2026-04&plan=none; month = '2026-04' and rate_plan_id is null",
                "?month=2026-03&plan=7&type=DATA; month = '2026-03' and rate_plan_id = 7 and event_type = 'DATA'",
            })
    void distributionAndTrends_areWhatTheFactsSay(String query, String where) {
        assertSays("usage-distribution" + query, distribution(where));
        assertSays("monthly-trends" + query, trends(where));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = ';',
            value = {
                "``; true",
                // One event of the billing month of March began in February of UTC.
                "?month=2026-02; day = '2026-02-28'",
                "?month=2026-03; day between '2026-03-01' and '2026-03-31'",
                "?from=2026-03-03; day >= '2026-03-03'",
                "?to=2026-03-02; day <= '2026-03-02'",
                "?from=2026-03-02&to=2026-03-03; day between '2026-03-02' and '2026-03-03'",
                "?from=2026-04-01&to=2026-04-01; day = '2026-04-01'",
                "?month=2026-03&from=2026-03-03; day between '2026-03-03' and '2026-03-31'",
                "?month=2026-04&to=2026-04-01; day = '2026-04-01'",
                "?month=2026-03&from=2026-04-01; false",
                "?type=SMS; event_type = 'SMS'",
                "?type=DATA&month=2026-04; event_type = 'DATA' and day >= '2026-04-01'",
            })
    void days_areWhatTheFactsSay(String query, String where) {
        assertSays("daily" + query, days(where));
    }

    @ParameterizedTest
    @ValueSource(strings = {"usage-distribution", "monthly-trends", "daily"})
    void type_mayBeAnyText(String report) {
        assertThat(given().queryParam("type", FORMULA)
                        .get("/analytics/" + report)
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath()
                        .getList("rows.serviceType"))
                .containsExactly(FORMULA);
    }

    @Test
    void table_hasTheNamesOfTheFields_andNoFormula() {
        assertThat(given().accept("text/csv")
                        .get("/analytics/usage-distribution")
                        .asString())
                .isEqualTo("""
                        serviceType,ratePlanId,eventCount,totalDuration,totalCharge,customerCount
                        "'=HYPERLINK(""http://a"",""b"")",,1,3,3,1
                        DATA,7,4,9.25,3.750001,2
                        DATA,8,1,2,-0.125,1
                        DATA,,1,0,0,1
                        SMS,-7,1,1,0,1
                        VOICE,8,1,12345678,0,1
                        """.replace("\n", "\r\n"));
        assertThat(Analytics.table("monthly-trends"))
                .startsWith("month|serviceType|eventCount|customerCount|totalDuration|totalCharge");
        assertThat(Analytics.table("daily")).startsWith("day|serviceType|eventCount|totalDuration|totalCharge");
    }

    @Test
    void manyRows_comeWholeInEveryForm() {
        StringBuilder lines = new StringBuilder();
        for (int plan = 1; plan <= 2500; plan++) {
            lines.append("9,2026-03-05T10:00:00.000Z,MMS,%d,0,0,%d,0.5,2026-03\n".formatted(plan, plan));
        }
        Api.load("many.csv", lines.toString());
        for (String query : List.of("?type=MMS", "?type=MMS&month=2026-03")) {
            List<String> facts = distribution("event_type = 'MMS'");
            assertThat(facts).hasSize(2500);
            assertThat(Analytics.table("usage-distribution" + query).stream().skip(1))
                    .isEqualTo(facts);
            assertThat(Analytics.pages("usage-distribution" + query, 200)).isEqualTo(facts);
        }
        assertThat(Analytics.rows("usage-distribution")).hasSize(20);
        Warehouse.assertConsistent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "usage-distribution",
                "monthly-trends",
                "daily",
                "usage-distribution?month=2026-03",
                "monthly-trends?plan=7"
            })
    void emptyWarehouse_hasNoRows(String address) {
        Warehouse.clear();
        assertThat(Analytics.rows(address)).isEmpty();
        assertThat(Analytics.json(address).getString("nextPageToken")).isNull();
        assertThat(Analytics.table(address)).hasSize(1);
    }

    @Test
    void pageBehindTheLastRow_isEmpty() {
        assertThat(Analytics.rows("daily?pageToken=999999999999999999")).isEmpty();
    }
}
