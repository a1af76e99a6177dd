package telco.usage.run;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static telco.usage.testing.OpenApiDocument.escaped;
import static telco.usage.testing.OpenApiDocument.names;
import static telco.usage.testing.OpenApiDocument.texts;

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
import telco.usage.problem.ProblemCode;
import telco.usage.testing.OpenApiContract;
import telco.usage.testing.OpenApiDocument;
import telco.usage.testing.ServiceUnderTest;

/** What is written and shown in the document must be what the service does. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class OpenApiSchemasTest {

    @Inject
    RunFixture fixture;

    @Inject
    ObjectMapper json;

    private OpenApiDocument document;
    private OpenApiContract contract;

    @BeforeEach
    void fetch() {
        document = OpenApiDocument.fetch();
        contract = new OpenApiContract(document.root());
    }

    /** Wherever an example stands: what programs are shown must be what they get. */
    @Test
    void examples_fitTheirSchemas() {
        List<String> misfits = new ArrayList<>();
        int shown = 0;
        for (String holder : document.places("", node -> node.has("schema") && node.has("examples"))) {
            JsonNode examples = document.at(holder + "/examples");
            assertThat(examples.size()).as(holder).isPositive();
            for (String name : names(examples)) {
                JsonNode example = document.at(contract.resolved(holder + "/examples/" + escaped(name)));
                contract.misfits(example.path("value"), holder + "/schema")
                        .forEach(misfit -> misfits.add(holder + " " + name + misfit));
                shown++;
            }
        }
        for (String field : document.places(
                "/components/schemas", node -> node.path("examples").isArray())) {
            document.at(field + "/examples").forEach(example -> misfits.addAll(contract.misfits(example, field)));
        }
        assertThat(misfits).isEmpty();
        assertThat(shown).isGreaterThan(50);
    }

    @Test
    void everything_isDescribed() {
        List<String> mute = new ArrayList<>();
        for (String holder : document.places("", node -> node.path("properties").isObject())) {
            for (String field : names(document.at(holder + "/properties"))) {
                String pointer = holder + "/properties/" + escaped(field);
                // What has words and no type is a field that the code no longer has.
                if (!document.at(pointer).has("type") && !document.at(pointer).has("$ref")) {
                    mute.add(pointer + " has no type");
                }
                if (document.at(pointer).path("description").asText().isBlank()) {
                    mute.add(pointer);
                }
            }
        }
        for (String schema : names(document.at("/components/schemas"))) {
            if (document.at("/components/schemas/" + schema + "/description").isMissingNode()) {
                mute.add(schema);
            }
        }
        for (String parameter : document.places("/paths", node -> node.has("in") && node.has("name"))) {
            if (document.at(parameter + "/description").isMissingNode()) {
                mute.add(parameter);
            }
        }
        assertThat(mute).isEmpty();
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
        assertThat(texts(document.resolved(schema.at("/properties/priority")).path("enum")))
                .containsExactly("high", "normal", "backfill");
        assertThat(texts(document.resolved(schema.at("/properties/state")).path("enum")))
                .containsExactlyElementsOf(namesOf(RunState.values()));
    }

    @Test
    void run_rowsChargeAndDurationHaveTheirSevenKeys() {
        String[] keys =
                Arrays.stream(Disposition.values()).map(Disposition::key).toArray(String[]::new);
        for (String map : new String[] {"rows", "charge", "duration"}) {
            JsonNode schema = document.resolved(document.at("/components/schemas/Run/properties/" + map));
            assertThat(names(schema.path("properties"))).containsExactlyInAnyOrder(keys);
            assertThat(texts(schema.path("required"))).containsExactlyInAnyOrder(keys);
            schema.path("properties")
                    .forEach(key -> assertThat(key.path("description").asText()).isNotBlank());
        }
    }

    private static List<String> namesOf(Enum<?>[] constants) {
        return Arrays.stream(constants).map(Enum::name).toList();
    }
}
