package telco.usage.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.restassured.path.json.JsonPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * 14,301 rows that a provider really sent, and what a load of them must say. They are not part of the project: the system
 * property or environment variable USAGE_SAMPLE_FILE says where they are, and without them the tests skip themselves.
 */
public final class RealFile {

    public static final long READ = 14_301;
    public static final long LOADED = 14_293;
    public static final long DUPLICATES = 8;

    private static final String NAME = "USAGE_SAMPLE_FILE";
    private static final String DEFAULT = "../shared/data/usage_2016_01_02.csv";

    private RealFile() {}

    /** Skips the test when the file is not there. */
    public static Path require() {
        String named = System.getProperty(NAME, System.getenv().getOrDefault(NAME, DEFAULT));
        Path file = Path.of(named).toAbsolutePath().normalize();
        assumeTrue(
                Files.isReadable(file),
                () -> "SKIPPED: the real usage file is not at " + file + "; name it with " + NAME);
        return file;
    }

    /** The report of the first load into an empty warehouse. */
    public static void assertLoaded(JsonPath run) {
        assertThat(run.getString("state")).as(run.prettify()).isEqualTo("SUCCEEDED");
        assertRows(run, LOADED, DUPLICATES, 0);
        assertThat(run.getString("charge.read")).isEqualTo("9489.841753");
        assertThat(run.getString("charge.loaded")).isEqualTo("9486.014608");
    }

    /** Everything was read; nothing was rejected, expired or in conflict. */
    public static void assertRows(JsonPath run, long loaded, long inFile, long inWarehouse) {
        assertThat(List.of(
                        run.getLong("rows.read"),
                        run.getLong("rows.loaded"),
                        run.getLong("rows.duplicateInFile"),
                        run.getLong("rows.duplicateInWarehouse"),
                        run.getLong("rows.conflicting"),
                        run.getLong("rows.rejected"),
                        run.getLong("rows.expired")))
                .as(run.prettify())
                .containsExactly(READ, loaded, inFile, inWarehouse, 0L, 0L, 0L);
    }

    /** What analysts see then. */
    public static void assertWarehouse(SqlConsole console) {
        assertThat(console.rows("select count(*), sum(charge) from public.telco_billings_usage"))
                .containsExactly("14293|9486.01460800");
        assertThat(console.rows(
                        "select event_count, customer_count, total_duration from public.analytics_monthly_trends"
                                + " where month = '2016-02' and service_type = 'VOICE'"))
                .containsExactly("2999|2252|512478");
        assertThat(console.count("public.analytics_usage_distribution")).isEqualTo(3503);
        Warehouse.assertConsistent(console);
    }
}
