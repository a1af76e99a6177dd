package telco.usage.run;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.params.provider.Arguments;
import telco.usage.testing.Api;
import telco.usage.testing.Warehouse;

/** What the tests of uploads share: a file of two rows, and the folder in which nothing may be left. */
final class Uploads {

    static final String FILE = """
            1,2026-03-01T10:00:00.000Z,DATA,1,0,0,5.25,0.5,2026-03
            2,2026-03-01T11:00:00.000Z,SMS,2,0,0,1,0,2026-03
            """;
    static final byte[] BYTES = FILE.getBytes(UTF_8);

    private Uploads() {}

    /** Name and value of what is refused wherever it stands. */
    static Stream<Arguments> wrongParameters() {
        return Stream.of(
                Arguments.of("force", "yes"),
                Arguments.of("validateOnly", "1"),
                Arguments.of("maxRejects", "-1"),
                Arguments.of("maxRejects", "1.5"),
                Arguments.of("maxRejectRatio", "1.01"),
                Arguments.of("maxRejectRatio", "1e-1"),
                Arguments.of("priority", "urgent"));
    }

    static RequestSpecification file(String type, byte[] content) {
        return given().header("Content-Type", type).body(content);
    }

    /** The run of an upload that was accepted, once it is done. */
    static JsonPath loaded(ValidatableResponse answer) {
        return Api.finished(answer.statusCode(202).extract().path("id"));
    }

    static void assertNoRun() {
        assertThat(Warehouse.count("ingest.run")).isZero();
    }

    static Path folder() {
        return Path.of(ConfigProvider.getConfig().getValue("UPLOAD_DIR", String.class));
    }

    static List<Path> filesThere() throws IOException {
        if (!Files.isDirectory(folder())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder())) {
            return files.toList();
        }
    }

    static void awaitNoneThere() {
        await().untilAsserted(() -> assertThat(filesThere()).isEmpty());
    }
}
