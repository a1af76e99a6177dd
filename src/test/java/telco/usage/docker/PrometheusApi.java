package telco.usage.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What can be asked of a Prometheus that runs. */
record PrometheusApi(URI address) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The series that an expression has now. */
    List<JsonNode> query(String expression) {
        String encoded = URLEncoder.encode(expression, StandardCharsets.UTF_8);
        return Dashboard.elements(get("/api/v1/query?query=" + encoded).path("result"))
                .toList();
    }

    /** True when it has a series now, and that a number. */
    boolean hasData(String expression) {
        return query(expression).stream()
                .map(series -> series.at("/value/1").asText())
                .anyMatch(value -> !value.equals("NaN"));
    }

    /** Every rule, with its health. */
    List<JsonNode> rules() {
        return get("/api/v1/rules").findValues("rules").stream()
                .flatMap(Dashboard::elements)
                .toList();
    }

    private JsonNode get(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address.toString() + path))
                    .build();
            JsonNode answer = JSON.readTree(Daemon.HTTP
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body());
            if (!answer.path("status").asText().equals("success")) {
                throw new AssertionError(path + ": " + answer.path("error").asText());
            }
            return answer.path("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
