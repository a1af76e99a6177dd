package telco.usage.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import telco.usage.testing.ServiceUnderTest;

/** JSON that is meant to cost more than it is worth, to every request that takes JSON: refused, and as the caller's fault. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class JsonBombTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static Map<String, String> bombs() {
        Map<String, String> bombs = new LinkedHashMap<>();
        bombs.put("100,000 arrays in each other", "[".repeat(100_000));
        bombs.put("30,000 arrays in each other", "[".repeat(30_000) + "]".repeat(30_000));
        bombs.put("7,000 objects in each other", "{\"why\":".repeat(7_000) + "1" + "}".repeat(7_000));
        bombs.put("a number of 60,000 digits", "{\"periodMonths\": " + "9".repeat(60_000) + "}");
        bombs.put("a ratio with a huge exponent", "{\"maxRejectRatio\": 1e-999999999, \"periodMonths\": 1e99999}");
        bombs.put("a limit with a huge exponent", "{\"maxRejects\": 1e999999999}");
        bombs.put("a text of 60,000 characters", "{\"why\": \"" + "x".repeat(60_000) + "\", \"path\": 1}");
        bombs.put("a name of 60,000 characters", "{\"" + "x".repeat(60_000) + "\": 1}");
        bombs.put("10,000 names", "{\"a\":1" + ",\"b\":1".repeat(9_000) + "}");
        bombs.put("a name twice", "{\"why\": \"a\", \"why\": \"b\", \"path\": \"a\", \"path\": \"b\"}");
        bombs.put("half a surrogate", "{\"why\": \"\\ud800\", \"x\": 1}");
        bombs.put("more than JSON may have", "{\"why\": \"" + "x".repeat(200_000) + "\"}");
        return bombs;
    }

    @Test
    void bomb_isTheCallersFault_whereverItGoes() throws Exception {
        Map<String, String> wrong = new LinkedHashMap<>();
        int sent = 0;
        for (String[] operation : Doors.withJsonBody()) {
            for (Map.Entry<String, String> bomb : bombs().entrySet()) {
                HttpResponse<String> answer = send(operation[0], operation[1], bomb.getValue());
                sent++;
                if (answer.statusCode() != 400 && answer.statusCode() != 413) {
                    wrong.put(operation[0] + " " + operation[1] + ": " + bomb.getKey(), answer.body());
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(sent).isGreaterThan(5 * bombs().size());
        given().get("/runs").then().statusCode(200);
    }

    /** By a client that does not look into the body itself. */
    private static HttpResponse<String> send(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + RestAssured.port + path.replace("{id}", "2147483647")))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
