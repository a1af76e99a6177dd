package telco.usage.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.smallrye.openapi.runtime.OpenApiConstants;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.openapi.runtime.io.Format;
import jakarta.enterprise.inject.spi.CDI;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import telco.usage.testing.OpenApiContract.Exchange;

/**
 * The OpenAPI document of the service under test, held against what that answers: see {@link OpenApiContract}. What is asked
 * with REST Assured comes here by itself; who has another client hands over its answers.
 */
public final class ServiceContract {

    /** The framework's own pages, which the document does not describe. */
    private static final String FRAMEWORK = "/q/";

    private static final ObjectMapper JSON = new ObjectMapper();

    private static OpenApiContract contract;

    private ServiceContract() {}

    /** The next service may have another document. */
    static synchronized void forget() {
        contract = null;
    }

    private static synchronized OpenApiContract contract() {
        if (contract == null) {
            contract = new OpenApiContract(document());
        }
        return contract;
    }

    /** From within the process: over HTTP it may want a login. */
    private static JsonNode document() {
        OpenApiDocumentService documents =
                CDI.current().select(OpenApiDocumentService.class).get();
        return parsed(documents.getDocument(OpenApiConstants.DEFAULT_DOCUMENT_NAME, Format.JSON));
    }

    /** Fails when this is not what the document says. */
    public static void check(Exchange exchange) {
        if (!exchange.path().startsWith(FRAMEWORK)) {
            require(
                    contract().breaches(exchange),
                    "%s %s was answered %d".formatted(exchange.method(), exchange.path(), exchange.status()),
                    exchange.body() == null ? "" : new String(exchange.body(), StandardCharsets.UTF_8));
        }
    }

    /** The same answer; fails when it is not what the document says. The request's body is not looked at. */
    public static HttpResponse<String> checked(HttpResponse<String> answer) {
        check(new Exchange(
                answer.request().method(),
                answer.uri().getRawPath(),
                null,
                null,
                answer.statusCode(),
                headers(answer.headers().map()),
                answer.body().getBytes(StandardCharsets.UTF_8)));
        return answer;
    }

    /** Fails when this JSON does not fit the schema with this name. */
    public static void checkFits(String json, String schema) {
        require(
                contract().misfits(parsed(json.getBytes(StandardCharsets.UTF_8)), "/components/schemas/" + schema),
                "There came no " + schema,
                json);
    }

    /** The last value of each header, by its name in lower case. */
    public static Map<String, String> headers(Map<String, List<String>> received) {
        Map<String, String> headers = new HashMap<>();
        received.forEach((name, values) -> {
            // Some clients take the status line for a header without a name.
            if (name != null) {
                headers.put(name.toLowerCase(Locale.ROOT), values.get(values.size() - 1));
            }
        });
        return headers;
    }

    private static void require(List<String> breaches, String what, String shown) {
        if (!breaches.isEmpty()) {
            throw new AssertionError("%s, which is not what the OpenAPI document says:%n%s%n%s"
                    .formatted(what, String.join(System.lineSeparator(), breaches), shown));
        }
    }

    private static JsonNode parsed(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
