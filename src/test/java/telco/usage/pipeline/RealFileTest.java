package telco.usage.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telco.usage.testing.Api;
import telco.usage.testing.RealFile;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** A provider's real rows, through the two doors of a service that runs. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class RealFileTest {

    @ConfigProperty(name = "INBOX_DIR")
    Path inbox;

    private byte[] file;

    @BeforeEach
    void emptyWarehouse() throws IOException {
        file = Files.readAllBytes(RealFile.require());
        Warehouse.clear();
    }

    @Test
    void http_loadsItOnce() {
        JsonPath first = Api.load("real.csv", file);
        RealFile.assertLoaded(first);
        assertThat(first.getList("findings")).as("a clean file").isEmpty();
        RealFile.assertWarehouse(Warehouse.console());

        JsonPath again = Api.load("real-again.csv", file);
        assertThat(again.getString("state")).isEqualTo("SKIPPED_DUPLICATE");
        assertThat(again.getInt("originalRunId")).isEqualTo(first.getInt("id"));
        assertThat(again.getLong("rows.loaded")).isZero();

        JsonPath forced = Api.load(Map.of("path", "real.csv", "force", true));
        assertThat(forced.getString("state")).isEqualTo("SUCCEEDED");
        RealFile.assertRows(forced, 0, RealFile.DUPLICATES, RealFile.LOADED);
        RealFile.assertWarehouse(Warehouse.console());
    }

    @Test
    void inbox_loadsItOnce() throws IOException {
        JsonPath first = drop("real.csv");
        RealFile.assertLoaded(first);
        RealFile.assertWarehouse(Warehouse.console());
        JsonPath again = drop("real.csv");
        assertThat(again.getString("state")).isEqualTo("SKIPPED_DUPLICATE");
        assertThat(again.getInt("originalRunId")).isEqualTo(first.getInt("id"));
        RealFile.assertWarehouse(Warehouse.console());
    }

    private JsonPath drop(String name) throws IOException {
        List<String> before = runs();
        Files.write(inbox.resolve(name), file);
        await().atMost(Duration.ofSeconds(30)).until(() -> runs().size() == before.size() + 1);
        JsonPath run = Api.finished(Integer.parseInt(runs().get(before.size())));
        // Filed a moment behind the run's end: without its run it would come back into the inbox.
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Warehouse.count("ingest.run where file_path like '%/processing/%'") == 0);
        return run;
    }

    private static List<String> runs() {
        return Warehouse.rows("select id from ingest.run where trigger = 'INBOX' order by id");
    }
}
