package telco.usage.suspense;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import telco.usage.testing.Api;
import telco.usage.testing.Warehouse;

/** Tests of usage of which some is rejected, and of what callers do about that. */
abstract class RejectedUsage {

    static final String GOOD = """
            1,2026-03-01T10:00:00.000Z,DATA,1,0,0,5.25,0.5,2026-03
            2,2026-03-01T11:00:00.000Z,SMS,2,0,0,1,0,2026-03
            """;
    static final String WRONG_MONTH = "3,2026-03-01T12:00:00.000Z,DATA,1,0,0,1,1.25,2026-04\n";
    static final String NO_CUSTOMER = ",2026-03-01T13:00:00.000Z,DATA,1,0,0,1,2.5,2026-03\n";
    static final String BAD_CHARGE = "5,2026-03-01T14:00:00.000Z,DATA,1,0,0,1,free,2026-03\n";
    private static final String STATES =
            "select record_number, state, replay_run_id, settled_by, why from ingest.reject where run_id = %d order by 1";
    private static final String TOTALS =
            "select reason, state, row_count, charge from ingest.reject_total where run_id = %d order by 1, 2";
    static final Map<String, Object> LENIENT = Map.of("path", "usage.csv", "maxRejectRatio", 1);

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    /** Everything adds up, and no replayed file is kept that nobody will read. */
    @AfterEach
    void nothingIsLeftBehind() {
        Warehouse.assertConsistent();
        await().until(() -> isEmpty(directory()));
    }

    static Path directory() {
        return Path.of(ConfigProvider.getConfig().getValue("REPLAY_DIR", String.class));
    }

    static boolean isEmpty(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return true;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    /** Two good rows, and one reject of each of three reasons. */
    static int load() {
        return load(GOOD + WRONG_MONTH + NO_CUSTOMER + BAD_CHARGE);
    }

    static int load(String content) {
        Api.put("usage.csv", content.getBytes(UTF_8));
        return Api.load(LENIENT).getInt("id");
    }

    static ValidatableResponse replay(int run, String selection, String corrected) {
        var request = given().header("X-Actor", "anna");
        if (corrected != null) {
            request.contentType("text/csv").body(corrected.getBytes(UTF_8));
        }
        return request.post("/runs/" + run + "/replay" + selection).then();
    }

    static JsonPath replayed(int run, String selection, String corrected) {
        return Api.finished(
                replay(run, selection, corrected).statusCode(202).extract().path("id"));
    }

    static ValidatableResponse writeOff(int run, Object body) {
        return given().header("X-Actor", "bert")
                .contentType("application/json")
                .body(body)
                .post("/runs/" + run + "/write-off")
                .then();
    }

    static List<String> states(int run) {
        return Warehouse.rows(STATES.formatted(run));
    }

    static List<String> totals(int run) {
        return Warehouse.rows(TOTALS.formatted(run));
    }

    static List<String> customers() {
        return Warehouse.rows("select customer_id from public.telco_billings_usage order by 1");
    }
}
