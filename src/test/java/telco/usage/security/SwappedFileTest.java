package telco.usage.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telco.usage.testing.Api;
import telco.usage.testing.Gate;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** A file that is exchanged for a link while its run waits: what the link leads to is not read. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class SwappedFileTest {

    private static final String ROW = "1,2026-03-01T10:00:00.000+02:00,DATA,1,0,0,5,0.5,2026-03\n";
    /** As long as the other: length alone must not be what tells them apart. */
    private static final String SECRET = "9,2026-03-01T10:00:00.000+02:00,DATA,9,0,0,9,9.9,2026-03\n";

    @TempDir
    Path elsewhere;

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    @Test
    void link_inThePlaceOfTheFile_isNotFollowed() throws IOException {
        Path secret = Files.writeString(elsewhere.resolve("secret.csv"), SECRET);
        Path file = Api.inputDirectory().resolve("swapped.csv");
        Files.writeString(file, ROW);
        assertIsNotLoaded("swapped.csv", () -> {
            Files.delete(file);
            Files.createSymbolicLink(file, secret);
        });
        Files.delete(file);
    }

    @Test
    void link_inThePlaceOfItsFolder_isNotFollowed() throws IOException {
        Files.writeString(elsewhere.resolve("usage.csv"), SECRET);
        Path folder = Files.createDirectory(Api.inputDirectory().resolve("week"));
        Files.writeString(folder.resolve("usage.csv"), ROW);
        assertIsNotLoaded("week/usage.csv", () -> {
            Files.move(folder, folder.resolveSibling("week-before"));
            Files.createSymbolicLink(folder, elsewhere);
        });
        Files.delete(folder);
    }

    private interface Swap {
        void happen() throws IOException;
    }

    /** The one worker is held by another run, so the file waits. */
    private static void assertIsNotLoaded(String path, Swap swap) throws IOException {
        Api.put("holds-the-worker.csv", ROW.replace("1,2026", "2,2026").getBytes());
        int id;
        try (Gate gate = Gate.closeAtWarehouse(Warehouse.console())) {
            Api.submit(Map.of("path", "holds-the-worker.csv"));
            gate.awaitReached();
            id = Api.submit(Map.of("path", path));
            swap.happen();
        }
        JsonPath run = Api.finished(id);
        assertThat(run.getString("state")).isEqualTo("FAILED");
        assertThat(run.getString("error.code")).isEqualTo("FILE_CHANGED");
        assertThat(run.getString("error.message")).contains("a link has come to be in its place");
        assertThat(Warehouse.rows("select customer_id from telco_billings_usage"))
                .containsExactly("2");
    }
}
