package telco.usage.retention;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.alert.Outbox;
import telco.usage.jdbc.Database;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;
import telco.usage.warehouse.UsageRemoval;
import telco.usage.warehouse.WarehouseLock;

/** What goes, in which pieces, and what is recorded of it. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class RetentionBatchesTest {

    private static final String VERSION = "select version from ingest.warehouse_version";

    @Inject
    Database database;

    @Inject
    Outbox outbox;

    private RetentionUnderTest six;
    private long before;

    @BeforeEach
    void loadManyMonths() {
        Warehouse.clear();
        RetentionUnderTest.load();
        RetentionUnderTest.putInForce(6);
        six = RetentionUnderTest.of(database, outbox, 6);
        before = RetentionUnderTest.lastRecord();
    }

    @Test
    void plan_countsWhatGoes_byBillingMonth_withTheBoundaryDay() {
        RetentionPlan plan = six.plans().present();
        assertThat(plan.keepFrom()).isEqualTo("2020-04-15T12:34:56.789012Z");
        assertThat(plan.rows()).isEqualTo(10);
        assertThat(plan.totalRows()).isEqualTo(24);
        assertThat(plan.shareOfRows()).isEqualByComparingTo("0.4167");
        assertThat(plan.days()).isEqualTo(7);
        assertThat(plan.boundaryDay()).isEqualTo(new RetentionPlan.BoundaryDay(LocalDate.of(2020, 4, 15), 2));
        assertThat(plan.months().stream().map(month -> month.month() + "|" + month.rows() + "|" + month.days()))
                .containsExactly("2020-01|2|2", "2020-02|3|3", "2020-03|1|1", "2020-04|4|2");
        // January's last day has as many rows of February: it counts once.
        assertThat(Warehouse.rows("""
                        select sum(pg_total_relation_size(inhrelid))
                        from pg_inherits
                        where inhparent = 'public.telco_billings_usage'::regclass
                          and inhrelid::regclass::text < 'usage_day.telco_billings_usage_2020_04_15'
                        """)).containsExactly(Long.toString(plan.bytes()));
        assertThat(RetentionUnderTest.tooOld()).isEqualTo(10);
    }

    @Test
    void plan_whileRetentionIsOff_isThatOfThePeriodThatIsSet_andNobodyCanConfirmIt() {
        Warehouse.execute("update ingest.retention_state set period_months = null");
        JsonPath plan =
                given().get("/retention/plan").then().statusCode(200).extract().jsonPath();
        assertThat(plan.getBoolean("enabled")).isFalse();
        assertThat(plan.getInt("periodMonths")).isEqualTo(6);
        assertThat(plan.getInt("rows")).isEqualTo(24);
        assertThat(plan.getBoolean("confirmationNeeded")).isTrue();
        assertThat(given().contentType(ContentType.JSON)
                        .body("{\"periodMonths\": 6, \"why\": \"in advance\"}")
                        .post("/retention/confirm")
                        .then()
                        .statusCode(409)
                        .extract()
                        .jsonPath()
                        .getString("detail"))
                .contains("ENABLE_RETENTION_POLICY");
    }

    @Test
    void planBefore_isRecordsAfter_andAMonthIsOneTransaction() {
        RetentionPlan plan = six.plans().present();
        long version = Long.parseLong(Warehouse.rows(VERSION).get(0));
        long audit = Warehouse.count("ingest.audit");

        remove(six);

        assertThat(RetentionUnderTest.recordedSince(before)).isEqualTo(RetentionUnderTest.planned(plan));
        assertThat(Warehouse.rows("select sum(row_count), sum(bytes), count(distinct day) filter (where dropped)"
                        + " from ingest.retention_record where id > " + before))
                .containsExactly(plan.rows() + "|" + plan.bytes() + "|" + plan.days());
        assertThat(Warehouse.rows("select distinct keep_from = '2020-04-15T12:34:56.789012Z', period_months, run_id,"
                        + " removed_at = '" + RetentionUnderTest.NOW + "' from ingest.retention_record where id > "
                        + before))
                .containsExactly("t|6||t");
        // January, February, March, the days of April, and the boundary day.
        assertThat(Warehouse.rows(VERSION)).containsExactly(Long.toString(version + 5));
        assertThat(Warehouse.rows("select detail from ingest.audit order by id offset " + audit))
                .containsExactly(
                        "Dropped 2 days of 2020-01 with 3 rows",
                        "Dropped 2 days of 2020-02 with 2 rows",
                        "Dropped 2 days of 2020-03 with 2 rows",
                        "Dropped 1 days of 2020-04 with 1 rows",
                        "Deleted 2 rows of 2020-04-15, all before 2020-04-15T12:34:56.789012Z");
        Warehouse.assertConsistent();
    }

    @Test
    void boundaryDay_isCutToTheMicrosecond() {
        remove(six);
        assertThat(Warehouse.rows("select min(event_start_time) = '2020-04-15T12:34:56.789012Z', count(*)"
                        + " from public.telco_billings_usage"))
                .containsExactly("t|14");
        assertThat(Warehouse.rows(
                        "select month, row_count, bytes, dropped from ingest.retention_record where day = '2020-04-15' and id > "
                                + before))
                .containsExactly("2020-04|2|0|f");
        Warehouse.assertConsistent();
    }

    @Test
    void nothingLeftToRemove_leavesTheWarehouseAsItIs() {
        remove(six);
        List<String> version = Warehouse.rows(VERSION);
        long last = RetentionUnderTest.lastRecord();
        remove(six);
        assertThat(Warehouse.rows(VERSION)).isEqualTo(version);
        assertThat(RetentionUnderTest.lastRecord()).isEqualTo(last);
        assertThat(six.plans().present().rows()).isZero();
        Warehouse.assertConsistent();
    }

    @Test
    void checkpoint_endsItBetweenTwoMonths_andTheNextTimeGoesOn() {
        RetentionPlan plan = six.plans().present();
        AtomicInteger calls = new AtomicInteger();
        assertThatThrownBy(() -> six.retention().perform(plan.keepFrom(), null, () -> {
                    if (calls.incrementAndGet() == 3) {
                        throw new CancellationException("enough");
                    }
                }))
                .isInstanceOf(CancellationException.class);
        assertThat(RetentionUnderTest.tooOld()).isEqualTo(5);
        Warehouse.assertConsistent();

        remove(six);
        assertThat(RetentionUnderTest.recordedSince(before)).isEqualTo(RetentionUnderTest.planned(plan));
        assertThat(RetentionUnderTest.tooOld()).isZero();
        Warehouse.assertConsistent();
    }

    @Test
    void severalAtOnce_removeEachDayOnce() throws Exception {
        RetentionPlan plan = six.plans().present();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (var each : threads.invokeAll(Stream.generate(() -> Executors.callable(() -> remove(six)))
                    .limit(4)
                    .toList())) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(RetentionUnderTest.recordedSince(before)).isEqualTo(RetentionUnderTest.planned(plan));
        assertThat(RetentionUnderTest.tooOld()).isZero();
        Warehouse.assertConsistent();
    }

    @Test
    void crashBetweenDetachAndDrop_leavesATableThatTheNextRetentionDrops() {
        database.inTransaction(connection -> {
            WarehouseLock.acquire(connection);
            UsageRemoval removal = UsageRemoval.begin(connection, List.of(LocalDate.of(2020, 3, 15)));
            removal.finish();
        });
        assertThat(detachedTables()).isEqualTo(1);
        remove(six);
        assertThat(detachedTables()).isZero();
        assertThat(RetentionUnderTest.tooOld()).isZero();
        Warehouse.assertConsistent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update ingest.retention_record set row_count = 0",
                "delete from ingest.retention_record",
                "truncate ingest.retention_record"
            })
    void records_cannotBeChanged(String change) {
        assertThatThrownBy(() -> Warehouse.execute(change)).hasStackTraceContaining("append-only");
    }

    private static long detachedTables() {
        return Warehouse.count("pg_tables where schemaname = 'usage_day' and tablename like 'detached%'");
    }

    private static void remove(RetentionUnderTest tested) {
        assertThat(tested.retention().perform(tested.plans().present().keepFrom(), null, () -> {}))
                .isEmpty();
    }
}
