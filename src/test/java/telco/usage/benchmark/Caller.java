package telco.usage.benchmark;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import telco.usage.testing.ServiceProcess.Answer;

/**
 * Calls the service as an orchestrator does: with a name and password on each request, over connections that stay open. On one
 * thread, for what it takes of the machine is not there for the service.
 */
final class Caller implements AutoCloseable {

    private static final long PATIENCE = TimeUnit.MINUTES.toMillis(2);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context loop = vertx.getOrCreateContext();
    private final HttpClient client;
    private final String login;

    /** @param connections more requests wait until one is free */
    Caller(URI service, int connections, String name, String password) {
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setDefaultHost(service.getHost())
                .setDefaultPort(service.getPort())
                .setMaxPoolSize(connections));
        this.login =
                "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    CompletableFuture<Answer> get(String path) {
        return send(HttpMethod.GET, path, Buffer.buffer());
    }

    CompletableFuture<Answer> post(String path, String json) {
        return send(HttpMethod.POST, path, Buffer.buffer(json));
    }

    private CompletableFuture<Answer> send(HttpMethod method, String path, Buffer body) {
        RequestOptions request = new RequestOptions()
                .setMethod(method)
                .setURI(path)
                .setTimeout(PATIENCE)
                .putHeader("Authorization", login);
        if (body.length() > 0) {
            request.putHeader("Content-Type", "application/json");
        }
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        // Where the answer arrives: elsewhere its parts may come before anybody listens to them.
        loop.runOnContext(there -> client.request(request)
                .compose(ready -> body.length() > 0 ? ready.send(body) : ready.send())
                .compose(response -> response.body().map(text -> new Answer(response.statusCode(), text.toString())))
                .onSuccess(answer::complete)
                .onFailure(answer::completeExceptionally));
        return answer;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
