package telco.usage.pipeline;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** A trace goes from the caller through the request to the run and its steps, though a worker does these later. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@WithTestResource(TracingTest.Traced.class)
class TracingTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    /** Traces are off by default. */
    public static final class Traced implements QuarkusTestResourceLifecycleManager {

        @Override
        public Map<String, String> start() {
            return Map.of("OTEL_SDK_DISABLED", "false", "quarkus.otel.bsp.schedule.delay", "0.1s");
        }

        @Override
        public void stop() {
            // The setting ends with the service.
        }
    }

    /** Where spans go in tests: nowhere else. */
    @Singleton
    public static final class Exporter {

        @Produces
        @Singleton
        InMemorySpanExporter exporter() {
            return InMemorySpanExporter.create();
        }
    }

    @Inject
    InMemorySpanExporter exporter;

    @Test
    void run_isUnderTheRequestThatAskedForIt_andHasASpanForEachStep() {
        Warehouse.clear();
        Api.put("traced.csv", "1,2026-03-01T10:00:00.000Z,DATA,1,0,0,5,0.5,2026-03".getBytes(StandardCharsets.UTF_8));

        SpanData run = spanOf(submit("traced.csv"));

        assertThat(run.getTraceId()).isEqualTo(TRACE);
        SpanData request = withId(run.getParentSpanId());
        assertThat(request.getName()).isEqualTo("POST /runs");
        assertThat(request.getParentSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(run.getAttributes().get(AttributeKey.stringKey("telco.run.state")))
                .isEqualTo("SUCCEEDED");
        assertThat(spans().stream().filter(span -> span.getParentSpanId().equals(run.getSpanId())))
                .extracting(SpanData::getName)
                .containsExactlyInAnyOrder("LOAD", "QUALITY", "PUBLISH", "RETENTION");
    }

    @Test
    void failedRun_isAnError() {
        Api.put("untraceable.csv", new byte[0]);

        SpanData run = spanOf(submit("untraceable.csv"));

        assertThat(run.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(run.getStatus().getDescription()).isEqualTo("FILE_EMPTY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"usage", "rejects", ""})
    void customersNumber_isInNoSpan(String what) {
        given().get("/customers/987654321/" + what);
        String parent = "00f067aa0ba902b7";
        given().header("traceparent", "00-" + TRACE + "-" + parent + "-01").get("/customers/987654321/" + what);
        given().header("traceparent", "00-" + TRACE + "-" + parent + "-01").get("/runs/2000000000");

        await().atMost(Duration.ofMinutes(1))
                .until(() -> spans().stream()
                        .anyMatch(span -> span.getParentSpanId().equals(parent)
                                && span.getName().startsWith("GET /runs")));
        assertThat(spans().toString()).doesNotContain("987654321");
        exporter.reset();
    }

    private static int submit(String path) {
        return given().contentType(ContentType.JSON)
                .header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
                .body(Map.of("path", path))
                .post("/runs")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    /** The span of the run, which ends when that is over. */
    private SpanData spanOf(int run) {
        return await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> spans().stream()
                                .filter(span -> span.getName().equals("run"))
                                .filter(span -> Long.valueOf(run)
                                        .equals(span.getAttributes().get(AttributeKey.longKey("telco.run.id"))))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private SpanData withId(String id) {
        return spans().stream()
                .filter(span -> span.getSpanId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private List<SpanData> spans() {
        return exporter.getFinishedSpanItems();
    }
}
