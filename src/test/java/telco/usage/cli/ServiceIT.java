package telco.usage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telco.usage.testing.ServiceProcess;

/** The life of the service on its embedded database. Few tests with many asserts: each start takes seconds. */
class ServiceIT {

    /** A process that a signal ended says 128 and the signal's number. */
    private static final int SIGTERM = 128 + 15;

    @TempDir
    Path directory;

    @Test
    void embedded_keepsItsDataThroughAKillAndEndsWithoutATrace() throws IOException {
        try (ServiceProcess first = start().awaitReady()) {
            assertThat(first.get("/q/health/live").status()).isEqualTo(200);
            assertThat(first.get("/q/health/started").status()).isEqualTo(200);
            assertThat(answerToAMalformedAddress(first))
                    .startsWith("HTTP/1.1 400")
                    .contains("application/problem+json");
            first.embeddedDatabase().execute("create table marker (note text)");
            assertRefused(start(), "Another instance is running on the data in");
            assertRefused(start("--csv-path", usageFile()), "use its POST /runs or its inbox instead");

            first.kill();
            assertThat(first.postgres()).isPresent();
            try (ServiceProcess second = start().awaitReady()) {
                assertThat(second.stderr()).contains("Stopping the PostgreSQL that an earlier start left behind");
                second.embeddedDatabase().execute("insert into marker (note) values ('still here')");
                assertThat(second.terminate()).isEqualTo(SIGTERM);
                assertThat(second.postgres()).isEmpty();
            }
        }
    }

    @Test
    void embedded_refusesAnotherMajorsFiles() throws IOException {
        Path postgres = Files.createDirectories(directory.resolve("data/postgres"));
        Files.writeString(postgres.resolve("PG_VERSION"), "9.6\n");

        assertRefused(start(), "was written by PostgreSQL 9.6");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "QUALITY_LIMITS nonsense",
                "ALERT_ROUTES nonsense",
                "RETENTION_PERIOD_MONTHS 0",
                "COLUMN_ALIASES nonsense"
            })
    void wrongSetting_isNamedWithoutAStackTrace(String setting, String value) {
        try (ServiceProcess refused = ServiceProcess.start(directory, Map.of(setting, value))) {
            assertThat(refused.awaitExit()).isEqualTo(ExitCode.FAILED);
            assertThat(refused.stderr()).contains(setting).doesNotContain("\tat ");
        }
    }

    @Test
    void oneShot_loadsAFileAndReports() throws IOException {
        // As in the image; nothing listens, so nobody has to log in.
        Map<String, String> image = Map.of("HTTP_HOST", "0.0.0.0");
        try (ServiceProcess command = ServiceProcess.start(directory, image, "--csv-path", usageFile())) {
            assertThat(command.awaitExit()).as(command.stderr()).isEqualTo(ExitCode.OK);
            assertThat(command.stdout())
                    .startsWith("run 1 (usage.csv): SUCCEEDED")
                    .contains("duplicateInWarehouse");
            assertThat(command.stderr()).doesNotContain("Listening on");
            assertThat(command.postgres()).isEmpty();
        }
    }

    @Test
    void logAsJson_saysOfEachLineOfARunWhichRunItIsAbout() throws IOException {
        Map<String, String> json = Map.of("LOG_JSON", "true");
        try (ServiceProcess command = ServiceProcess.start(directory, json, "--csv-path", usageFile())) {
            assertThat(command.awaitExit()).as(command.stderr()).isEqualTo(ExitCode.OK);
            List<JsonPath> lines = command.stderr()
                    .lines()
                    .filter(line -> line.startsWith("{"))
                    .map(JsonPath::from)
                    .filter(line -> line.getString("message").startsWith("run 1 "))
                    .toList();
            assertThat(lines).isNotEmpty().allSatisfy(line -> {
                assertThat(line.getString("mdc.runId")).isEqualTo("1");
                assertThat(line.getString("mdc.file")).isEqualTo("usage.csv");
            });
            assertThat(lines).extracting(line -> line.getString("mdc.step")).contains("LOAD", "PUBLISH");
        }
    }

    @Test
    void oneShot_holdsAFileToItsControlFile() throws IOException {
        String file = usageFile();
        Files.writeString(directory.resolve("usage.csv.ctl"), "rows=2\n");
        try (ServiceProcess command = start("--csv-path", file)) {
            assertThat(command.awaitExit()).isEqualTo(ExitCode.FAILED);
            assertThat(command.stderr())
                    .contains(
                            "CONTROL_MISMATCH: usage.csv is not what usage.csv.ctl says: rows 2 is announced, but 1 was read");
        }
    }

    @Test
    void oneShot_refusesAFileThatIsNotThere() {
        try (ServiceProcess command = start("--csv-path", "missing.csv")) {
            assertThat(command.awaitExit()).isEqualTo(ExitCode.USAGE);
            assertThat(command.stderr().lines()).singleElement().asString().startsWith("FILE_NOT_FOUND: ");
        }
        assertThat(directory.resolve("data")).doesNotExist();
    }

    /** No client library sends it. */
    private static String answerToAMalformedAddress(ServiceProcess service) throws IOException {
        URI uri = service.uri("/");
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream()
                    .write("GET /runs?state={x} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String usageFile() throws IOException {
        Files.writeString(
                directory.resolve("usage.csv"),
                "18219,2016-01-26T07:35:34.000+02:00,DATA,7229,0,0,1,0.000976,2016-01\n");
        return "usage.csv";
    }

    private ServiceProcess start(String... arguments) {
        return ServiceProcess.start(directory, Map.of(), arguments);
    }

    /** It ends by itself, and says why in one line. */
    private static void assertRefused(ServiceProcess refused, String reason) {
        try (refused) {
            assertThat(refused.awaitExit()).isEqualTo(ExitCode.FAILED);
            assertThat(refused.stderr().lines()).singleElement().asString().contains(reason);
        }
    }
}
