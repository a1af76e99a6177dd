package telco.usage.clients;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** Every curl command of the README, run by a shell as a reader would, with the service's address and a run's id put in. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class ReadmeCommandsTest {

    private static final String GOOD = "1,2016-03-01T10:00:00.000+02:00,DATA,1,0,0,5,0.5,2016-03\n";
    private static final String BAD = ",2016-03-02T10:00:00.000+02:00,DATA,1,0,0,5,0.5,2016-03\n";
    private static final Pattern COMMAND = Pattern.compile("(?m)^ {4,}((?:[a-z].* )?curl (?:.*\\\\\\n)*.*)$");
    private static final Pattern STATUS = Pattern.compile("STATUS (\\d+)");

    /** Needs a period that waits to be confirmed, which this service has not: see RetentionResourceTest. */
    private static final Map<String, Integer> REFUSED_HERE = Map.of("/retention/confirm", 409);

    @TempDir
    Path folder;

    static Stream<String> commands() throws IOException {
        Matcher command = COMMAND.matcher(Files.readString(Path.of("README.md")));
        List<String> commands = new ArrayList<>();
        while (command.find()) {
            commands.add(command.group(1));
        }
        return commands.stream();
    }

    @BeforeEach
    void emptyWarehouse() {
        assumeTrue(Clients.has("curl"), "SKIPPED: there is no curl, so the README's commands are not run");
        Warehouse.clear();
    }

    /** What a command has begun must not be swept away with its file half used. */
    @AfterEach
    void everythingIsDone() throws IOException {
        for (String state : List.of("QUEUED", "RUNNING")) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> given().get("/runs?state=" + state)
                            .jsonPath()
                            .getList("runs")
                            .isEmpty());
        }
        Files.deleteIfExists(Api.inputDirectory().resolve("usage.csv"));
    }

    @Test
    void readme_hasCommands() throws IOException {
        assertThat(commands()).hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void command_isAnsweredAsTheReadmeSays(String command) throws Exception {
        Files.writeString(folder.resolve("usage.csv"), GOOD);
        Files.writeString(folder.resolve("rejects.csv"), "7" + BAD);
        Files.writeString(Api.inputDirectory().resolve("usage.csv"), GOOD + GOOD.replace(",1,0,0", ",2,0,0") + BAD);
        String run = String.valueOf(runFor(command));
        String called = command.replaceAll("(http://)?localhost:8080", "http://127.0.0.1:" + RestAssured.port)
                .replaceAll("/runs/(17|2)\\b", "/runs/" + run);
        int status = status(called);
        int expected = REFUSED_HERE.entrySet().stream()
                .filter(refused -> command.contains(refused.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(200);
        assertThat(status / 100).as(called).isEqualTo(expected / 100);
    }

    /** A run to which the command can be done. */
    private static int runFor(String command) {
        if (command.contains("/publish")) {
            // Enough rows for a share to be judged.
            String future =
                    OffsetDateTime.now().plusYears(1).withNano(0).withSecond(1).toString();
            StringBuilder rows = new StringBuilder();
            for (int customer = 1; customer <= 20; customer++) {
                rows.append("%d,%s,DATA,1,0,0,5,0.5,%s\n".formatted(customer, future, future.substring(0, 7)));
            }
            return Api.load("held.csv", rows.toString()).getInt("id");
        }
        return Api.load(Map.of("path", "usage.csv", "maxRejectRatio", 1)).getInt("id");
    }

    /** Of the last answer. What is set for curl itself goes by its own file of settings, so the command stays as it is. */
    private int status(String command) throws IOException, InterruptedException {
        Files.writeString(
                folder.resolve(".curlrc"),
                "silent\nshow-error\nmax-time = 60\nwrite-out = \"\\nSTATUS %{http_code}\\n\"\n");
        Path output = folder.resolve("output.txt");
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", command).directory(folder.toFile());
        shell.environment().put("CURL_HOME", folder.toString());
        Process process =
                shell.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
        String written = Files.readString(output, StandardCharsets.UTF_8);
        Matcher status = STATUS.matcher(written);
        int last = 0;
        while (status.find()) {
            last = Integer.parseInt(status.group(1));
        }
        assertThat(last).as("%s%n%s", command, written).isPositive();
        return last;
    }
}
