package telco.usage.retention;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.sql.Connection;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** Six months are kept. What was loaded earlier is written by SQL, as if the time had passed since. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@TestProfile(RetentionTest.SixMonths.class)
class RetentionTest {

    public static final class SixMonths implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "ENABLE_RETENTION_POLICY", "true",
                    "RETENTION_PERIOD_MONTHS", "6",
                    "RETENTION_INTERVAL", "0s",
                    "telco.removal.patience", "3s");
        }
    }

    private final OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS);
    private final OffsetDateTime limit = now.minusMonths(6);

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    private static String line(int customer, OffsetDateTime time) {
        return customer + "," + time.withNano(1_000_000) + ",DATA,1,0,0,2.5,0.25,";
    }

    private static void age(int customer, OffsetDateTime to) {
        Ageing.move(customer, to);
    }

    @Test
    void rowsOlderThanThePeriod_areNotLoadedButCounted() {
        List<String> lines = new ArrayList<>();
        lines.add(line(1, limit.minusHours(1)));
        lines.add(line(2, limit.plusHours(1)));
        lines.add(line(3, now.minusDays(1)));
        lines.add(line(1, limit.minusHours(1)));
        JsonPath run = Api.load("mixed.csv", String.join("\n", lines));
        assertThat(run.getMap("rows"))
                .containsEntry("expired", 2)
                .containsEntry("loaded", 2)
                .containsEntry("duplicateInFile", 0);
        assertThat(run.getString("charge.expired")).isEqualTo("0.5");
        assertThat(run.getString("state")).isEqualTo("SUCCEEDED");
        assertThat(run.getString("findings[0].check")).isEqualTo("expired_rows");
        assertThat(run.getString("steps[3].state")).isEqualTo("SUCCEEDED");
        Warehouse.assertConsistent();
    }

    @Test
    void fileThatIsAllTooOld_endsWithAWarningThatNamesTheSettings_andMayComeAgain() {
        String file = line(1, limit.minusDays(10)) + "\n" + line(2, limit.minusDays(11)) + "\n";
        for (int time = 0; time < 2; time++) {
            JsonPath run = Api.load("old.csv", file);
            assertThat(run.getString("state")).isEqualTo("SUCCEEDED_WITH_WARNINGS");
            assertThat(run.getMap("rows")).containsEntry("expired", 2).containsEntry("loaded", 0);
            assertThat(run.getString("findings[0].message"))
                    .contains("2 of 2 rows", "RETENTION_PERIOD_MONTHS=6", "ENABLE_RETENTION_POLICY=false");
        }
        assertThat(Warehouse.count("public.telco_billings_usage")).isZero();
    }

    @Test
    void rowsThatHaveBecomeTooOld_areRemovedExactly() {
        List<String> lines = new ArrayList<>();
        for (int customer = 1; customer <= 5; customer++) {
            lines.add(line(customer, now.minusDays(customer)));
        }
        Api.load("first.csv", String.join("\n", lines));
        age(1, limit.minusDays(40));
        age(2, limit.minusDays(3));
        // Both on the day that the limit cuts, or next to it: one just too old, one just not.
        age(3, limit.minusSeconds(1));
        age(4, limit.plusMinutes(1));
        Warehouse.assertConsistent();

        JsonPath run = Api.load("second.csv", line(6, now.minusDays(1)));

        assertThat(run.getString("steps[3].state")).isEqualTo("SUCCEEDED");
        assertThat(Warehouse.rows("select customer_id from public.telco_billings_usage order by 1"))
                .containsExactly("4", "5", "6");
        assertThat(Warehouse.rows("select customer_id from ingest.usage_rollup order by 1"))
                .containsExactly("4", "5", "6");
        assertThat(Warehouse.rows("select count(*) from pg_class where relname = 'telco_billings_usage_"
                        + limit.minusDays(40).toLocalDate().toString().replace('-', '_') + "'"))
                .containsExactly("0");
        Warehouse.assertConsistent();
    }

    @Test
    void databaseThatGoesAwayMeanwhile_isNoReasonToKeepWhatIsTooOld() {
        Api.load("first.csv", line(1, now.minusDays(1)));
        age(1, limit.minusDays(3));
        Warehouse.execute("create sequence ingest.failures");
        Warehouse.execute("""
                create function ingest.go_away() returns trigger language plpgsql as $$
                begin
                    if nextval('ingest.failures') = 1 then
                        raise exception 'gone away on purpose' using errcode = '57P01';
                    end if;
                    return new;
                end
                $$
                """);
        Warehouse.execute("create trigger go_away before insert on ingest.audit for each row"
                + " when (new.action = 'RETENTION') execute function ingest.go_away()");
        try {
            JsonPath run = Api.load("second.csv", line(2, now.minusDays(1)));
            assertThat(run.getString("state")).as(run.prettify()).isEqualTo("SUCCEEDED");
            assertThat(run.getInt("attempt")).isEqualTo(2);
            assertThat(run.getList("findings")).isEmpty();
            assertThat(Warehouse.rows("select customer_id from public.telco_billings_usage"))
                    .containsExactly("2");
            Warehouse.assertConsistent();
        } finally {
            Warehouse.execute("drop function ingest.go_away() cascade");
            Warehouse.execute("drop sequence ingest.failures");
        }
    }

    @Test
    void groupWithRowsThatStay_keepsExactlyTheirShare() {
        // Two events of one customer in one month, one of them beyond the limit.
        Api.load("pair.csv", line(1, now.minusDays(1)) + "\n" + line(1, now.minusDays(2)) + "\n");
        OffsetDateTime aged = limit.minusSeconds(5);
        // Of nobody: for its day, which may be the one before.
        age(99, aged);
        age(1, limit.plusSeconds(30));
        Warehouse.execute("update public.telco_billings_usage set event_start_time = timestamptz '" + aged
                + "', month = to_char(timestamptz '" + aged
                + "' at time zone 'UTC', 'YYYY-MM') where ctid = (select min(ctid) from public.telco_billings_usage)");
        Warehouse.recount();
        Api.load("next.csv", line(2, now.minusDays(1)));
        assertThat(
                        Warehouse.rows(
                                "select customer_id, sum(event_count), sum(total_charge) from ingest.usage_rollup group by 1 order by 1"))
                .containsExactly("1|1|0.25000000", "2|1|0.25000000");
        Warehouse.assertConsistent();
    }

    @Test
    void failureThatDoesNotPass_isAFindingOfALoadThatSucceeded_andIsTold() {
        Api.load("first.csv", line(1, now.minusDays(1)) + "\n" + line(2, now.minusDays(1)));
        age(1, limit.minusDays(3));
        Warehouse.execute("""
                create function ingest.refuse_record() returns trigger language plpgsql as $$
                begin
                    raise exception 'refused on purpose';
                end
                $$;
                create trigger refuse_record before insert on ingest.retention_record
                    for each row execute function ingest.refuse_record()
                """);
        try {
            assertFailed(Api.load("second.csv", line(3, now.minusDays(1))), "refused on purpose");
        } finally {
            Warehouse.execute("drop function ingest.refuse_record() cascade");
        }
        assertThat(Api.load("third.csv", line(4, now.minusDays(1))).getString("state"))
                .isEqualTo("SUCCEEDED");
        assertThat(Warehouse.rows("select customer_id from public.telco_billings_usage order by 1"))
                .containsExactly("2", "3", "4");
        Warehouse.assertConsistent();
    }

    @Test
    void readerThatStays_isAFinding_andTheNextRunTriesAgain() throws Exception {
        Api.load("first.csv", line(1, now.minusDays(1)) + "\n" + line(2, now.minusDays(1)));
        age(1, limit.minusDays(3));
        try (Connection reader = Warehouse.connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("select count(*) from public.telco_billings_usage");
            assertFailed(Api.load("second.csv", line(3, now.minusDays(1))), "lock timeout");
            reader.rollback();
        }
        Warehouse.assertConsistent();
        JsonPath next = Api.load("third.csv", line(4, now.minusDays(1)));
        assertThat(next.getString("steps[3].state")).isEqualTo("SUCCEEDED");
        assertThat(Warehouse.rows(
                        "select run_id, row_count, dropped from ingest.retention_record order by id desc limit 1"))
                .containsExactly(next.getInt("id") + "|1|t");
        Warehouse.assertConsistent();
    }

    private static void assertFailed(JsonPath run, String reason) {
        assertThat(run.getString("state")).isEqualTo("SUCCEEDED_WITH_WARNINGS");
        assertThat(run.getString("steps[3].state")).isEqualTo("FAILED");
        assertThat(run.getString("findings.find { it.check == 'retention_failed' }.message"))
                .contains(reason);
        assertThat(Warehouse.rows("select fingerprint from ingest.alert where run_id = " + run.getInt("id")))
                .containsExactly("findings retention_failed in second.csv");
        Warehouse.assertConsistent();
    }

    @Test
    void moreThanHalf_isAFindingWithTheCommand_andGoesBehindTheNextLoadOnceConfirmed() {
        Api.load("first.csv", line(1, now.minusDays(1)) + "\n" + line(2, now.minusDays(1)));
        age(1, limit.minusDays(3));
        age(2, limit.minusDays(40));
        Warehouse.execute("update ingest.retention_state set period_months = 7");

        JsonPath waiting = Api.load("second.csv", line(3, now.minusDays(1)));
        assertThat(waiting.getString("state")).isEqualTo("SUCCEEDED_WITH_WARNINGS");
        assertThat(waiting.getString("steps[3].state")).isEqualTo("SKIPPED");
        JsonPath finding = waiting.setRootPath("findings.find { it.check == 'retention_unconfirmed' }");
        assertThat(finding.getString("severity")).isEqualTo("WARNING");
        assertThat(finding.getInt("count")).isEqualTo(2);
        assertThat(finding.getInt("checked")).isEqualTo(3);
        assertThat(finding.getString("message"))
                .isEqualTo(
                        "RETENTION_PERIOD_MONTHS=6 would remove 2 of 3 rows, so nothing is removed until somebody confirms"
                                + " it. If it is meant: curl -H 'X-Actor: …' -H 'Content-Type: application/json' -d"
                                + " '{\"periodMonths\": 6, \"why\": \"…\"}' http://localhost:8080/retention/confirm");
        assertThat(Warehouse.count("public.telco_billings_usage")).isEqualTo(3);
        Warehouse.assertConsistent();

        given().contentType(ContentType.JSON)
                .header("X-Actor", "anna")
                .body("{\"periodMonths\": 6, \"why\": \"agreed\"}")
                .post("/retention/confirm")
                .then()
                .statusCode(200);
        assertThat(Api.load("third.csv", line(4, now.minusDays(1))).getString("steps[3].state"))
                .isEqualTo("SUCCEEDED");
        assertThat(Warehouse.rows("select customer_id from public.telco_billings_usage order by 1"))
                .containsExactly("3", "4");
        Warehouse.assertConsistent();
    }
}
