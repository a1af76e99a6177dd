package telco.usage.benchmark;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Calls the service as an orchestrator does: with a name and password on each request, over connections that stay open. */
final class Caller {

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(30))
            .build();
    private final Function<String, URI> address;
    private final String login;

    Caller(Function<String, URI> address, String name, String password) {
        this.address = address;
        this.login =
                "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    CompletableFuture<HttpResponse<String>> get(String path) {
        return send(request(path).build());
    }

    CompletableFuture<HttpResponse<String>> post(String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.apply(path))
                .timeout(Duration.ofMinutes(2))
                .header("Authorization", login);
    }

    private CompletableFuture<HttpResponse<String>> send(HttpRequest request) {
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }
}
