package telco.usage.testing;

import static telco.usage.testing.OpenApiDocument.escaped;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.oas.OpenApi31;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the OpenAPI document promises, held against what is really asked and answered: the status is listed, headers and media
 * type are, and a JSON body fits its schema and has no field that the schema does not know.
 */
public final class OpenApiContract {

    /** A request and its answer, as far as the document speaks of them; bodies are null where there are none. */
    public record Exchange(
            String method,
            String path,
            String requestType,
            byte[] requestBody,
            int status,
            Map<String, String> headers,
            byte[] body) {

        private String type() {
            return header("content-type");
        }

        private String header(String name) {
            return headers.get(name);
        }
    }

    private static final String REQUEST = "the request's body";
    private static final String IRI = "urn:telco-usage:openapi";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Headers that HTTP itself explains. */
    private static final Set<String> HTTP_HEADERS = Set.of(
            "allow",
            "cache-control",
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "date",
            "transfer-encoding",
            "vary");

    /** Methods that the framework answers, by what it knows of the others. */
    private static final Set<String> ABOUT_ANOTHER = Set.of("HEAD", "OPTIONS");

    private final JsonNode document;
    private final JsonSchemaFactory schemas;
    private final SchemaValidatorsConfig config =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    /** @param document as JSON */
    public OpenApiContract(JsonNode document) {
        this.document = closed(document.deepCopy());
        this.schemas = JsonSchemaFactory.getInstance(
                VersionFlag.V202012,
                builder -> builder.defaultMetaSchemaIri(OpenApi31.getInstance().getIri())
                        .metaSchema(OpenApi31.getInstance())
                        .schemaLoaders(loaders -> loaders.schemas(Map.of(IRI, this.document.toString()))));
    }

    /** With its references closed, a field that nobody has described is one too many. */
    private static JsonNode closed(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("properties").isObject()
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(OpenApiContract::closed);
        return node;
    }

    /** The document, in which an object may only have the fields that are described. */
    public JsonNode document() {
        return document;
    }

    /** The place that this one refers to, or itself. */
    public String resolved(String pointer) {
        JsonNode reference = document.at(pointer).path("$ref");
        return reference.isTextual() ? resolved(reference.asText().substring(1)) : pointer;
    }

    /** What does not fit; empty when all does. The place of the schema is a JSON pointer into the document. */
    public List<String> misfits(JsonNode value, String schemaPointer) {
        JsonSchema schema = schemas.getSchema(SchemaLocation.of(IRI + "#" + schemaPointer), config);
        return schema.validate(value).stream()
                .map(ValidationMessage::getMessage)
                .sorted()
                .toList();
    }

    /** What the document does not promise of this exchange; empty when it does of all. */
    public List<String> breaches(Exchange exchange) {
        if (ABOUT_ANOTHER.contains(exchange.method())) {
            return List.of();
        }
        Optional<String> template = template(exchange.path());
        String method = exchange.method().toLowerCase(Locale.ROOT);
        if (template.isEmpty() || document.at(template.get()).path(method).isMissingNode()) {
            return exchange.status() < 400 ? List.of("is not in the document, and was answered") : List.of();
        }
        String operation = template.get() + "/" + method;
        List<String> breaches = new ArrayList<>();
        if (exchange.status() < 300) {
            checkRequest(exchange, operation, breaches);
        }
        Optional<String> response = response(exchange, operation);
        if (response.isEmpty()) {
            breaches.add("its status is not listed");
        } else {
            checkResponse(exchange, response.get(), breaches);
        }
        return breaches;
    }

    private Optional<String> template(String path) {
        String[] asked = path.split("/", -1);
        for (var entry : document.path("paths").properties()) {
            String[] parts = entry.getKey().split("/", -1);
            boolean fits = parts.length == asked.length;
            for (int i = 0; fits && i < parts.length; i++) {
                fits = parts[i].equals(asked[i]) || (parts[i].startsWith("{") && !asked[i].isEmpty());
            }
            if (fits) {
                return Optional.of("/paths/" + escaped(entry.getKey()));
            }
        }
        return Optional.empty();
    }

    /** A request that was taken has a body that the document describes; a null in it is as good as nothing. */
    private void checkRequest(Exchange exchange, String operation, List<String> breaches) {
        if (exchange.requestBody() != null && exchange.requestBody().length > 0) {
            String body = resolved(operation + "/requestBody");
            check(REQUEST, exchange.requestType(), exchange.requestBody(), body, breaches);
        }
    }

    /** What can go wrong everywhere is listed as the default answer, with an example for each code. */
    private Optional<String> response(Exchange exchange, String operation) {
        String listed = operation + "/responses/" + exchange.status();
        if (!document.at(listed).isMissingNode()) {
            return Optional.of(resolved(listed));
        }
        String other = resolved(operation + "/responses/default");
        String code = exchange.body() == null
                ? ""
                : parsed(exchange.body()).path("code").asText();
        JsonNode shown = document.at(other + "/content/application~1problem+json/examples");
        return shown.has(code) ? Optional.of(other) : Optional.empty();
    }

    private void checkResponse(Exchange exchange, String response, List<String> breaches) {
        for (String name : new TreeSet<>(exchange.headers().keySet())) {
            if (!HTTP_HEADERS.contains(name)) {
                checkHeader(name, exchange.header(name), response, breaches);
            }
        }
        boolean listed = !document.at(response + "/content").isMissingNode();
        boolean typed = exchange.type() != null;
        if (listed != typed) {
            breaches.add(listed ? "it has no body" : "it has a body, and none is listed");
        } else if (typed) {
            check("the body", exchange.type(), exchange.body(), response, breaches);
        }
    }

    private void checkHeader(String name, String value, String response, List<String> breaches) {
        for (var header : document.at(response + "/headers").properties()) {
            if (header.getKey().equalsIgnoreCase(name)) {
                String schema = resolved(response + "/headers/" + escaped(header.getKey())) + "/schema";
                misfits(scalar(value), schema).forEach(misfit -> breaches.add("the header " + name + ": " + misfit));
                return;
            }
        }
        breaches.add("its header " + name + " is not listed");
    }

    private static JsonNode scalar(String value) {
        if (value.equals("true") || value.equals("false")) {
            return JSON.getNodeFactory().booleanNode(value.equals("true"));
        }
        return value.matches("[0-9]{1,18}")
                ? JSON.getNodeFactory().numberNode(Long.parseLong(value))
                : JSON.getNodeFactory().textNode(value);
    }

    private void check(String what, String type, byte[] body, String holder, List<String> breaches) {
        String mediaType = type == null ? "none" : type.replaceFirst("\\s*;.*", "");
        String media = holder + "/content/" + escaped(mediaType);
        if (document.at(media).isMissingNode()) {
            breaches.add(what + " has the media type " + mediaType + ", which is not listed");
        } else if (mediaType.endsWith("json")) {
            JsonNode value = parsed(body);
            if (what.equals(REQUEST) && value instanceof ObjectNode object) {
                object.properties().removeIf(field -> field.getValue().isNull());
            }
            misfits(value, media + "/schema").forEach(misfit -> breaches.add(what + ": " + misfit));
        }
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
