package telco.usage.testing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The OpenAPI document as a program reads it.
 *
 * @param root all of it
 */
public record OpenApiDocument(JsonNode root) {

    /** As the service under test hands it out. */
    public static OpenApiDocument fetch() {
        try {
            return new OpenApiDocument(new ObjectMapper()
                    .readTree(given().get("/q/openapi?format=json").asByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands at this JSON pointer; a missing node where nothing does. */
    public JsonNode at(String pointer) {
        return root.at(pointer);
    }

    /** The same, where the address of an operation is one part of the pointer. */
    public JsonNode operation(String path, String method) {
        return root.path("paths").path(path).path(method);
    }

    /** The node that this one refers to, or itself. */
    public JsonNode resolved(JsonNode node) {
        JsonNode ref = node.path("$ref");
        JsonNode target = ref.isMissingNode() ? node : at(ref.asText().substring(1));
        assertThat(target.isMissingNode()).as("reference %s leads nowhere", ref).isFalse();
        return target;
    }

    /** The pointers to all places below {@code from} that are so; there is one at least. */
    public List<String> places(String from, Predicate<JsonNode> wanted) {
        List<String> found = new ArrayList<>();
        collect(from, at(from), wanted, found);
        assertThat(found).isNotEmpty();
        return found;
    }

    private static void collect(String place, JsonNode node, Predicate<JsonNode> wanted, List<String> found) {
        if (wanted.test(node)) {
            found.add(place);
        }
        node.properties()
                .forEach(field -> collect(place + "/" + escaped(field.getKey()), field.getValue(), wanted, found));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collect(place + "/" + i, node.get(i), wanted, found);
        }
    }

    /** A name as a part of a JSON pointer. */
    public static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** The names of the node's fields. */
    public static Set<String> names(JsonNode node) {
        Set<String> names = new HashSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The texts in an array, or of an object's fields. */
    public static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        node.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
