package telco.usage.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.smallrye.openapi.runtime.OpenApiConstants;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import io.smallrye.openapi.runtime.io.Format;
import jakarta.enterprise.inject.spi.CDI;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Fails the test whose request is answered otherwise than the OpenAPI document says, see {@link OpenApiContract}. */
final class ContractFilter implements Filter {

    /** The framework's own pages, which the document does not describe. */
    private static final String FRAMEWORK = "/q/";

    private OpenApiContract contract;

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        Response response = context.next(request, expected);
        URI address = URI.create(request.getURI());
        if (!address.getRawPath().startsWith(FRAMEWORK)) {
            List<String> breaches = contract().breaches(exchange(request, address, response));
            if (!breaches.isEmpty()) {
                throw new AssertionError("%s %s was answered %d, which is not what the OpenAPI document says:%n%s%n%s"
                        .formatted(
                                request.getMethod(),
                                address,
                                response.statusCode(),
                                String.join(System.lineSeparator(), breaches),
                                response.asString()));
            }
        }
        return response;
    }

    private OpenApiContract contract() {
        if (contract == null) {
            contract = new OpenApiContract(document());
        }
        return contract;
    }

    /** From within the process: over HTTP it may want a login. */
    private static JsonNode document() {
        OpenApiDocumentService documents =
                CDI.current().select(OpenApiDocumentService.class).get();
        try {
            return new ObjectMapper()
                    .readTree(documents.getDocument(OpenApiConstants.DEFAULT_DOCUMENT_NAME, Format.JSON));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OpenApiContract.Exchange exchange(
            FilterableRequestSpecification request, URI address, Response response) {
        Map<String, String> headers = new HashMap<>();
        response.headers().forEach(header -> headers.put(header.getName().toLowerCase(Locale.ROOT), header.getValue()));
        // A stream of events ends when its run does: reading it belongs to the test.
        boolean endless = headers.getOrDefault("content-type", "").startsWith("text/event-stream");
        return new OpenApiContract.Exchange(
                request.getMethod(),
                address.getRawPath(),
                request.getContentType(),
                bytes(request.getBody()),
                response.statusCode(),
                headers,
                endless ? new byte[1] : response.asByteArray());
    }

    private static byte[] bytes(Object body) {
        if (body instanceof byte[] bytes) {
            return bytes;
        }
        return body == null ? null : body.toString().getBytes(StandardCharsets.UTF_8);
    }
}
