package telco.usage.testing;

import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Fails the test whose request is answered otherwise than the OpenAPI document says, see {@link ServiceContract}. */
final class ContractFilter implements Filter {

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        Response response = context.next(request, expected);
        ServiceContract.check(exchange(request, response));
        return response;
    }

    private static OpenApiContract.Exchange exchange(FilterableRequestSpecification request, Response response) {
        Map<String, String> headers = new HashMap<>();
        response.headers().forEach(header -> headers.put(header.getName().toLowerCase(Locale.ROOT), header.getValue()));
        // A stream of events ends when its run does: reading it belongs to the test.
        boolean endless = headers.getOrDefault("content-type", "").startsWith("text/event-stream");
        return new OpenApiContract.Exchange(
                request.getMethod(),
                URI.create(request.getURI()).getRawPath(),
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
