package telco.usage.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The judge of all answers must itself be able to say no. */
class OpenApiContractTest {

    private static final String DOCUMENT = """
            openapi: 3.1.0
            paths:
              /things/{id}:
                get:
                  responses:
                    "200":
                      headers: {Retry-After: {schema: {type: integer}}}
                      content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}
                    "304": {description: as before}
                    default:
                      content:
                        application/problem+json:
                          schema: {type: object, properties: {code: {type: string}}}
                          examples: {NOT_FOUND: {value: {code: NOT_FOUND}}}
                post:
                  requestBody:
                    content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}
                  responses:
                    "200":
                      content: {text/csv: {schema: {type: string}}}
            components:
              schemas:
                Thing:
                  type: object
                  required: [id]
                  properties:
                    id: {type: integer}
                    at: {type: string, format: date-time}
            """;

    private final OpenApiContract contract = new OpenApiContract(parsed());

    private static JsonNode parsed() {
        try {
            return new ObjectMapper(new YAMLFactory()).readTree(DOCUMENT);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static OpenApiContract.Exchange get(int status, Map<String, String> headers, String body) {
        return new OpenApiContract.Exchange("GET", "/things/7", null, null, status, headers, bytes(body));
    }

    private static OpenApiContract.Exchange post(String type, String body, String answered) {
        return new OpenApiContract.Exchange(
                "POST", "/things/7", type, bytes(body), 200, Map.of("content-type", answered), bytes("a,b\n"));
    }

    private static Map<String, String> json() {
        return Map.of("content-type", "application/json;charset=UTF-8");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsListed_isNoBreach() {
        assertThat(contract.breaches(get(200, json(), "{\"id\": 7, \"at\": \"2026-03-01T00:00:00Z\"}")))
                .isEmpty();
        assertThat(contract.breaches(get(304, Map.of(), ""))).isEmpty();
        assertThat(contract.breaches(
                        get(404, Map.of("content-type", "application/problem+json"), "{\"code\": \"NOT_FOUND\"}")))
                .isEmpty();
        assertThat(contract.breaches(post("application/json", "{\"id\": 7, \"at\": null}", "text/csv; charset=UTF-8")))
                .isEmpty();
    }

    @Test
    void body_thatDoesNotFit_isOne() {
        assertThat(contract.breaches(get(200, json(), "{\"id\": \"7\"}"))).hasSize(1);
        assertThat(contract.breaches(get(200, json(), "{}"))).hasSize(1);
        assertThat(contract.breaches(get(200, json(), "{\"id\": 7, \"at\": \"yesterday\"}")))
                .hasSize(1);
        assertThat(contract.breaches(get(200, json(), "{\"id\": 7, \"more\": 1}")))
                .singleElement()
                .asString()
                .contains("more");
        assertThat(contract.breaches(get(200, json(), ""))).hasSize(1);
        assertThat(contract.breaches(get(200, Map.of(), ""))).containsExactly("it has no body");
        assertThat(contract.breaches(get(304, json(), "{}"))).containsExactly("it has a body, and none is listed");
    }

    @Test
    void status_thatIsNotListed_isOne() {
        assertThat(contract.breaches(get(201, json(), "{\"id\": 7}"))).containsExactly("its status is not listed");
        assertThat(contract.breaches(
                        get(409, Map.of("content-type", "application/problem+json"), "{\"code\": \"NEW\"}")))
                .as("the default answers are those that are shown")
                .containsExactly("its status is not listed");
    }

    @Test
    void header_thatIsNotListed_isOne() {
        Map<String, String> headers = Map.of("content-type", "application/json", "x-new", "1", "retry-after", "soon");
        assertThat(contract.breaches(get(200, headers, "{\"id\": 7}")))
                .hasSize(2)
                .anySatisfy(breach -> assertThat(breach).isEqualTo("its header x-new is not listed"));
    }

    @Test
    void mediaType_thatIsNotListed_isOne() {
        assertThat(contract.breaches(get(200, Map.of("content-type", "text/html"), "<p>")))
                .containsExactly("the body has the media type text/html, which is not listed");
        assertThat(contract.breaches(post("text/csv", "7", "text/csv")))
                .containsExactly("the request's body has the media type text/csv, which is not listed");
        assertThat(contract.breaches(post("application/json", "{}", "text/csv")))
                .singleElement()
                .asString()
                .startsWith("the request's body: ");
    }

    @Test
    void address_thatIsNotListed_mayOnlyBeRefused() {
        OpenApiContract.Exchange answered =
                new OpenApiContract.Exchange("GET", "/others", null, null, 200, json(), bytes("{}"));
        assertThat(contract.breaches(answered)).hasSize(1);
        OpenApiContract.Exchange refused =
                new OpenApiContract.Exchange("GET", "/others", null, null, 404, json(), bytes("{}"));
        assertThat(contract.breaches(refused)).isEmpty();
    }
}
