package telco.usage.security;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import telco.usage.testing.OpenApiContract;

/**
 * Every place of every request in which a caller can write text, by the OpenAPI document: so that a test which sends something
 * through all of them also knows those that are new.
 */
final class Doors {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** One place of one request. */
    record Door(String method, String path, String place, String name) {

        /** Sends the text there; the other places are as harmless as can be. */
        Response send(String text) {
            String id = place.equals("path") ? text : "2147483647";
            RequestSpecification request = given();
            switch (place) {
                case "path" -> {}
                case "query" -> request.queryParam(name, encoded(text));
                case "header" -> request.header(name, text);
                case "body" -> request.contentType("application/json").body(bodyWith(text));
                default -> throw new IllegalStateException(place);
            }
            // Braces in it are not to be taken for another parameter.
            return request.urlEncodingEnabled(false).request(method, path.replace("{id}", encoded(id)));
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        }

        private String bodyWith(String text) {
            try {
                return JSON.writeValueAsString(Map.of(name, text));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String toString() {
            return method + " " + path + " " + place + " " + name;
        }
    }

    private Doors() {}

    /** All of them. */
    static List<Door> all() {
        OpenApiContract contract = contract();
        List<Door> doors = new ArrayList<>();
        operations(contract).forEach((pointer, operation) -> {
            for (int i = 0; i < contract.document().at(pointer + "/parameters").size(); i++) {
                JsonNode parameter = contract.document().at(contract.resolved(pointer + "/parameters/" + i));
                doors.add(new Door(
                        operation[0],
                        operation[1],
                        parameter.path("in").asText(),
                        parameter.path("name").asText()));
            }
            jsonBody(contract, pointer)
                    .fieldNames()
                    .forEachRemaining(field -> doors.add(new Door(operation[0], operation[1], "body", field)));
        });
        return doors;
    }

    /** Requests that take a JSON object, as method and path. */
    static List<String[]> withJsonBody() {
        OpenApiContract contract = contract();
        return operations(contract).entrySet().stream()
                .filter(operation -> !jsonBody(contract, operation.getKey()).isEmpty())
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Paths that answer with CSV. */
    static List<String> withCsv() {
        OpenApiContract contract = contract();
        return operations(contract).entrySet().stream()
                .filter(operation -> contract.document()
                        .at(operation.getKey() + "/responses/200/content")
                        .has("text/csv"))
                .map(operation -> operation.getValue()[1])
                .toList();
    }

    private static JsonNode jsonBody(OpenApiContract contract, String operation) {
        String body = contract.resolved(operation + "/requestBody");
        String schema = contract.resolved(body + "/content/application~1json/schema");
        return contract.document().at(schema + "/properties");
    }

    private static Map<String, String[]> operations(OpenApiContract contract) {
        Map<String, String[]> operations = new LinkedHashMap<>();
        contract.document()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> operations.put(
                                "/paths/" + path.getKey().replace("/", "~1") + "/" + operation.getKey(),
                                new String[] {operation.getKey().toUpperCase(Locale.ROOT), path.getKey()})));
        return operations;
    }

    private static OpenApiContract contract() {
        try {
            return new OpenApiContract(
                    JSON.readTree(given().get("/q/openapi?format=json").asByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
