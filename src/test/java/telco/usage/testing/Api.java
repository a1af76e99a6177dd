package telco.usage.testing;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** The HTTP door as an orchestrator uses it: put a file where the service may read it, POST, poll until done. */
public final class Api {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Api() {}

    /** The folder in which a relative path is looked up. */
    public static Path inputDirectory() {
        return Path.of(ConfigProvider.getConfig().getValue("INPUT_DIRS", String.class));
    }

    /** Writes the file there and loads it. */
    public static JsonPath load(String name, String content) {
        return load(name, content.getBytes(UTF_8));
    }

    public static JsonPath load(String name, byte[] content) {
        put(name, content);
        return load(Map.of("path", name));
    }

    /** Loads what the request names, and returns the finished run. */
    public static JsonPath load(Map<String, Object> request) {
        return finished(submit(request));
    }

    public static int submit(Map<String, Object> request) {
        return given().contentType(ContentType.JSON)
                .body(request)
                .post("/runs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    public static JsonPath finished(int id) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> run(id), run -> run.getBoolean("done"));
    }

    /** Takes the run's rows out again. */
    public static void revert(int id) {
        given().post("/runs/" + id + "/revert").then().statusCode(200);
    }

    public static JsonPath run(int id) {
        return given().get("/runs/" + id).then().statusCode(200).extract().jsonPath();
    }

    public static JsonPath rejects(int id) {
        return given().get("/runs/" + id + "/rejects")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    public static void put(String name, byte[] content) {
        try {
            Files.write(inputDirectory().resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
