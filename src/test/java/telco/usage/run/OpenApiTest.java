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
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.problem.ProblemCode;
import telco.usage.testing.OpenApiContract;
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
    private OpenApiContract contract;

    @BeforeEach
    void fetch() throws IOException {
        document = json.readTree(given().get("/q/openapi?format=json").asByteArray());
        contract = new OpenApiContract(document);
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
            content.properties()
                    .forEach(media -> assertThat(
                                    media.getValue().path("examples").size())
                            .as("examples of %s %s", response.getKey(), media.getKey())
                            .isPositive());
        });
    }

    /** Wherever an example stands: what programs are shown must be what they get. */
    @Test
    void examples_fitTheirSchemas() {
        List<String> misfits = new ArrayList<>();
        int shown = 0;
        for (String holder : places("", node -> node.has("schema") && node.has("examples"))) {
            JsonNode examples = contract.document().at(holder + "/examples");
            assertThat(examples.size()).as(holder).isPositive();
            for (String name : names(examples)) {
                JsonNode example = contract.document().at(contract.resolved(holder + "/examples/" + escaped(name)));
                contract.misfits(example.path("value"), holder + "/schema")
                        .forEach(misfit -> misfits.add(holder + " " + name + misfit));
                shown++;
            }
        }
        for (String field :
                places("/components/schemas", node -> node.path("examples").isArray())) {
            contract.document()
                    .at(field + "/examples")
                    .forEach(example -> misfits.addAll(contract.misfits(example, field)));
        }
        assertThat(misfits).isEmpty();
        assertThat(shown).isGreaterThan(50);
    }

    @Test
    void everything_isDescribed() {
        JsonNode described = contract.document();
        List<String> mute = new ArrayList<>();
        for (String holder : places("", node -> node.path("properties").isObject())) {
            for (String field : names(described.at(holder + "/properties"))) {
                String pointer = holder + "/properties/" + escaped(field);
                // What has words and no type is a field that the code no longer has.
                if (!described.at(pointer).has("type") && !described.at(pointer).has("$ref")) {
                    mute.add(pointer + " has no type");
                }
                if (described.at(pointer).path("description").asText().isBlank()) {
                    mute.add(pointer);
                }
            }
        }
        for (String schema : names(described.at("/components/schemas"))) {
            if (described.at("/components/schemas/" + schema + "/description").isMissingNode()) {
                mute.add(schema);
            }
        }
        for (String parameter : places("/paths", node -> node.has("in") && node.has("name"))) {
            if (described.at(parameter + "/description").isMissingNode()) {
                mute.add(parameter);
            }
        }
        assertThat(mute).isEmpty();
    }

    /** The places below {@code from} that are so. */
    private List<String> places(String from, Predicate<JsonNode> wanted) {
        List<String> found = new ArrayList<>();
        collect(from, contract.document().at(from), wanted, found);
        assertThat(found).isNotEmpty();
        return found;
    }

    private static void collect(String place, JsonNode node, Predicate<JsonNode> wanted, List<String> found) {
        if (wanted.test(node)) {
            found.add(place);
        }
        node.properties()
                .forEach(field -> collect(place + "/" + escaped(field.getKey()), field.getValue(), wanted, found));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collect(place + "/" + i, node.get(i), wanted, found);
        }
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
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
        body.path("content")
                .forEach(media -> assertThat(media.path("examples").size()).isPositive());
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
        assertThat(contract.misfits(run, "/components/schemas/Run")).isEmpty();
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
