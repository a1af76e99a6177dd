package telco.usage.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.oidc.OIDCException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With a server that lets in nobody. */
class LoginProblemsTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void tokenServerThatIsAway_isNotTheCallersFault() throws Exception {
        HttpResponse<String> response = answerTo(new OIDCException("OIDC Server is not available"));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.headers().firstValue("Retry-After")).contains("5");
        assertThat(new JsonObject(response.body()).getString("code")).isEqualTo("LOGIN_UNAVAILABLE");
    }

    @Test
    void whatConcernsNoLogin_isLeftToOthers() throws Exception {
        assertThat(answerTo(new IllegalStateException("a fault")).statusCode()).isEqualTo(500);
    }

    private HttpResponse<String> answerTo(Throwable failure) throws Exception {
        Router router = Router.router(vertx);
        new LoginProblems(protection()).register(router);
        router.route().handler(context -> context.fail(failure));
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        URI runs = URI.create("http://127.0.0.1:" + server.actualPort() + "/runs");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(runs).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static Protection protection() {
        AccessConfig config = AccessSettings.with(Map.of("oidc-server-url", "http://localhost:1"));
        return new Protection(config, new Users(config));
    }
}
