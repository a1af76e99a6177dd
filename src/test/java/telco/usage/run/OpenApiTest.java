package telco.usage.run;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.problem.ProblemCode;
import telco.usage.testing.ServiceUnderTest;

/** The document is read as a program reads it; what it shows must be what the service does. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class OpenApiTest {

    @Inject
    RunFixture fixture;

    @Inject
    ObjectMapper json;

    private JsonNode document;

    @BeforeEach
    void fetch() throws IOException {
        document = json.readTree(given().get("/q/openapi?format=json").asByteArray());
    }

    /** The node that this one refers to, or itself. */
    private JsonNode resolved(JsonNode node) {
        JsonNode ref = node.path("$ref");
        JsonNode target = ref.isMissingNode() ? node : document.at(ref.asText().substring(1));
        assertThat(target.isMissingNode()).as("reference %s leads nowhere", ref).isFalse();
        return target;
    }

    private static Set<String> names(JsonNode node) {
        Set<String> names = new HashSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private List<String> namesOf(Enum<?>[] constants) {
        return Arrays.stream(constants).map(Enum::name).toList();
    }

    @Test
    void info_saysWhatItIs() {
        assertThat(document.at("/info/title").asText()).isNotBlank();
        assertThat(document.at("/info/description").asText()).isNotBlank();
        assertThat(document.at("/info/license/name").asText()).isEqualTo("Apache-2.0");
    }

    @Test
    void paths_areAllThereAndNoOthers() {
        JsonNode paths = document.path("paths");
        assertThat(names(paths))
                .containsExactlyInAnyOrder(
                        "/runs",
                        "/runs/{id}",
                        "/runs/{id}/result",
                        "/runs/{id}/events",
                        "/runs/{id}/rejects",
                        "/runs/{id}/cancel",
                        "/runs/{id}/revert",
                        "/runs/{id}/replay",
                        "/runs/{id}/write-off",
                        "/runs/{id}/publish",
                        "/customers/{id}/usage",
                        "/customers/{id}/rejects",
                        "/quality",
                        "/expected-files",
                        "/retention/plan",
                        "/retention/records",
                        "/retention/confirm",
                        "/audit",
                        "/analytics/usage-distribution",
                        "/analytics/monthly-trends",
                        "/analytics/daily");
        assertThat(names(paths.path("/runs"))).containsExactlyInAnyOrder("get", "post");
    }

    @ParameterizedTest
    @CsvSource({
        "/runs, post, 202 400 403 404 406 413 415 422 429 500 503 default",
        "/runs, get, 200 400 406 500 503 default",
        "/runs/{id}, get, 200 304 400 404 406 500 503 default",
        "/runs/{id}/result, get, 200 304 400 404 406 500 503 default",
        "/runs/{id}/events, get, 200 204 404 406 429 500 503 default",
        "/runs/{id}/rejects, get, 200 400 404 406 500 503 default",
        "/runs/{id}/cancel, post, 202 400 404 406 409 500 503 default",
        "/runs/{id}/revert, post, 200 400 404 406 409 413 415 500 503 default",
        "/runs/{id}/replay, post, 202 400 404 406 409 413 415 422 429 500 503 default",
        "/runs/{id}/write-off, post, 200 400 404 406 409 413 415 500 503 default",
        "/runs/{id}/publish, post, 202 400 404 406 409 413 415 500 503 default",
        "/customers/{id}/usage, delete, 200 400 406 409 413 415 500 503 default",
        "/customers/{id}/usage, get, 200 400 406 500 503 default",
        "/customers/{id}/rejects, get, 200 400 406 500 503 default",
        "/expected-files, get, 200 400 406 500 503 default",
        "/retention/plan, get, 200 400 406 500 503 default",
        "/retention/records, get, 200 400 406 500 503 default",
        "/retention/confirm, post, 200 400 406 409 413 415 500 503 default",
        "/quality, get, 200 400 406 500 503 default",
        "/audit, get, 200 400 406 500 503 default",
        "/analytics/usage-distribution, get, 200 304 400 406 500 503 default",
        "/analytics/monthly-trends, get, 200 304 400 406 500 503 default",
        "/analytics/daily, get, 200 304 400 406 500 503 default"
    })
    void operation_namesEveryStatus(String path, String method, String statuses) {
        JsonNode operation = document.path("paths").path(path).path(method);
        assertThat(operation.path("summary").asText()).isNotBlank();
        assertThat(texts(operation.at("/security/0/login"))).hasSize(1);
        Set<String> expected = new HashSet<>(Set.of(statuses.split(" ")));
        // Whoever calls it may have to log in.
        expected.addAll(Set.of("401", "403"));
        assertThat(names(operation.path("responses"))).isEqualTo(expected);
        operation.path("responses").properties().forEach(response -> {
            JsonNode content = resolved(response.getValue()).path("content");
            assertThat(content.isEmpty())
                    .as("%s has no body", response.getKey())
                    .isEqualTo(Set.of("204", "304").contains(response.getKey()));
            content.properties().forEach(media -> assertIsShown(media.getValue()));
        });
    }

    /** A body has a schema and an example, and the example has no field that the schema does not know. */
    private void assertIsShown(JsonNode media) {
        JsonNode schema = resolved(media.path("schema"));
        assertThat(media.path("examples").size()).isPositive();
        for (JsonNode reference : media.path("examples")) {
            JsonNode value = resolved(reference).path("value");
            assertThat(value.isMissingNode()).isFalse();
            assertFits(value, schema);
        }
    }

    private void assertFits(JsonNode value, JsonNode schema) {
        if (value.isObject()) {
            assertThat(names(schema.path("properties"))).containsAll(names(value));
            assertThat(names(value)).containsAll(texts(schema.path("required")));
            value.properties()
                    .forEach(field -> assertFits(
                            field.getValue(), resolved(schema.path("properties").path(field.getKey()))));
        } else if (value.isArray()) {
            value.forEach(item -> assertFits(item, resolved(schema.path("items"))));
        } else if (schema.has("enum")) {
            assertThat(texts(schema.path("enum"))).contains(value.asText());
        }
    }

    @Test
    void submit_bodyIsOptionalAndShown() {
        JsonNode body = document.at("/paths/~1runs/post/requestBody");
        assertThat(body.path("required").asBoolean()).isFalse();
        assertThat(names(body.path("content")))
                .containsExactlyInAnyOrder(
                        "application/json",
                        "text/csv",
                        "application/gzip",
                        "application/zstd",
                        "application/zip",
                        "multipart/form-data");
        body.path("content").forEach(this::assertIsShown);
        assertThat(names(resolved(body.at("/content/application~1json/schema")).path("properties")))
                .containsExactlyInAnyOrder("path", "force", "validateOnly", "maxRejects", "maxRejectRatio", "priority");
    }

    @Test
    void submit_parametersAreThoseOfUploads() {
        List<String> parameters = new ArrayList<>();
        document.at("/paths/~1runs/post/parameters")
                .forEach(parameter -> parameters.add(parameter.path("name").asText()));
        Set<String> fields = names(document.at("/components/schemas/UploadForm/properties"));
        fields.remove("file");
        assertThat(parameters)
                .containsAll(fields)
                .contains("Idempotency-Key", "X-Actor")
                .hasSize(fields.size() + 2);
    }

    @Test
    void rejects_comeAsJsonAndAsCsv() {
        assertThat(names(document.at("/paths/~1runs~1{id}~1rejects/get/responses/200/content")))
                .containsExactlyInAnyOrder("application/json", "text/csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"usage-distribution", "monthly-trends", "daily"})
    void analytics_comeAsJsonAndAsCsv(String report) {
        assertThat(names(document.at("/paths/~1analytics~1" + report + "/get/responses/200/content")))
                .containsExactlyInAnyOrder("application/json", "text/csv");
    }

    @ParameterizedTest
    @CsvSource({
        "/runs, state trigger pageSize pageToken",
        "/runs/{id}, id wait If-None-Match",
        "/runs/{id}/result, id wait If-None-Match",
        "/runs/{id}/events, id Last-Event-ID",
        "/analytics/usage-distribution, month type plan pageSize pageToken If-None-Match",
        "/analytics/monthly-trends, month type plan pageSize pageToken If-None-Match",
        "/analytics/daily, month from to type pageSize pageToken If-None-Match"
    })
    void listParameters_areAllThere(String path, String expected) {
        List<String> parameters = new ArrayList<>();
        document.path("paths")
                .path(path)
                .at("/get/parameters")
                .forEach(parameter -> parameters.add(parameter.path("name").asText()));
        assertThat(parameters).containsExactlyInAnyOrder(expected.split(" "));
    }

    @Test
    void problem_namesEveryCodeAndEachHasATrueExample() {
        assertThat(texts(document.at("/components/schemas/Problem/properties/code/enum")))
                .containsExactlyElementsOf(namesOf(ProblemCode.values()));
        Set<ProblemCode> shown = new HashSet<>();
        for (JsonNode response : document.at("/components/responses")) {
            response.at("/content/application~1problem+json/examples")
                    .properties()
                    .forEach(example -> {
                        ProblemCode code = ProblemCode.valueOf(example.getKey());
                        JsonNode value = example.getValue().path("value");
                        assertThat(value.path("code").asText()).isEqualTo(code.name());
                        assertThat(value.path("status").asInt()).isEqualTo(code.status());
                        assertThat(value.path("title").asText()).isEqualTo(code.title());
                        assertThat(value.path("type").asText()).isEqualTo(code.type());
                        shown.add(code);
                    });
        }
        assertThat(shown).containsExactlyInAnyOrder(ProblemCode.values());
    }

    @Test
    void run_schemaKnowsEveryFieldThatIsAnswered() throws IOException {
        JsonNode schema = document.at("/components/schemas/Run");
        JsonNode run =
                json.readTree(given().get("/runs/" + fixture.finishedRun()).asByteArray());
        assertFits(run, schema);
        assertThat(names(schema.path("properties")))
                .containsAll(names(run))
                .contains("error", "originalRunId", "maxRejects", "maxRejectRatio", "replay")
                .doesNotContain("path", "tally", "limits", "publishedAt");
        assertThat(texts(resolved(schema.at("/properties/priority")).path("enum")))
                .containsExactly("high", "normal", "backfill");
        assertThat(texts(resolved(schema.at("/properties/state")).path("enum")))
                .containsExactlyElementsOf(namesOf(RunState.values()));
    }

    @Test
    void run_rowsChargeAndDurationHaveTheirSevenKeys() {
        String[] keys =
                Arrays.stream(Disposition.values()).map(Disposition::key).toArray(String[]::new);
        for (String map : new String[] {"rows", "charge", "duration"}) {
            JsonNode schema = resolved(document.at("/components/schemas/Run/properties/" + map));
            assertThat(names(schema.path("properties"))).containsExactlyInAnyOrder(keys);
            assertThat(texts(schema.path("required"))).containsExactlyInAnyOrder(keys);
            schema.path("properties")
                    .forEach(key -> assertThat(key.path("description").asText()).isNotBlank());
        }
    }
}
