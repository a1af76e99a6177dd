package telco.usage.run;

import static org.assertj.core.api.Assertions.assertThat;
import static telco.usage.testing.OpenApiDocument.names;
import static telco.usage.testing.OpenApiDocument.texts;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.testing.OpenApiDocument;
import telco.usage.testing.ServiceUnderTest;

/** Which operations there are, with what goes in and what may come out. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class OpenApiTest {

    private OpenApiDocument document;

    @BeforeEach
    void fetch() {
        document = OpenApiDocument.fetch();
    }

    @Test
    void info_saysWhatItIs() {
        assertThat(document.at("/info/title").asText()).isNotBlank();
        assertThat(document.at("/info/description").asText()).isNotBlank();
        assertThat(document.at("/info/license/name").asText()).isEqualTo("Apache-2.0");
    }

    @Test
    void paths_areAllThereAndNoOthers() {
        JsonNode paths = document.at("/paths");
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
        "/runs/{id}/events, get, 200 204 400 404 406 429 500 503 default",
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
        JsonNode operation = document.operation(path, method);
        assertThat(operation.path("summary").asText()).isNotBlank();
        assertThat(texts(operation.at("/security/0/login"))).hasSize(1);
        Set<String> expected = new HashSet<>(Set.of(statuses.split(" ")));
        // Whoever calls it may have to log in.
        expected.addAll(Set.of("401", "403"));
        assertThat(names(operation.path("responses"))).isEqualTo(expected);
        operation.path("responses").properties().forEach(response -> {
            JsonNode content = document.resolved(response.getValue()).path("content");
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
        assertThat(names(document.resolved(body.at("/content/application~1json/schema"))
                        .path("properties")))
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
        document.operation(path, "get").path("parameters").forEach(parameter -> {
            parameters.add(parameter.path("name").asText());
            assertThat(document.resolved(parameter.path("schema")).path("type").asText())
                    .isIn("string", "integer");
        });
        assertThat(parameters).containsExactlyInAnyOrder(expected.split(" "));
    }
}
