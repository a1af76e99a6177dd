package telco.usage.alert;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A real endpoint that answers as a test tells it, and keeps what it got. */
public final class WebhookUnderTest implements QuarkusTestResourceLifecycleManager {

    static final String SECRET = "s3cret";

    /** What came in. */
    record Post(Map<String, List<String>> headers, String body, int answered) {

        String header(String name) {
            return headers.get(name).get(0);
        }
    }

    /** What the test sees of it. */
    static final class Endpoint {
        final List<Post> posts = new CopyOnWriteArrayList<>();

        /** What the next posts are answered; 200 when it is empty. */
        final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    }

    /** @param status 0 for no answer at all */
    record Answer(int status, String header, String value) {

        static final Answer SILENCE = of(0);

        static Answer of(int status) {
            return new Answer(status, "X-Nothing", "");
        }
    }

    private final Endpoint endpoint = new Endpoint();
    private HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        return Map.of(
                "WEBHOOK_URL",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/hook/T0K3N",
                "WEBHOOK_ALLOWED_HOSTS",
                "127.0.0.1",
                "WEBHOOK_SECRET",
                SECRET,
                "WEBHOOK_TIMEOUT",
                "3s",
                "PUBLIC_URL",
                "https://usage.example.com/");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Answer answer = endpoint.answers.poll();
        Answer given = answer == null ? Answer.of(200) : answer;
        endpoint.posts.add(new Post(Map.copyOf(exchange.getRequestHeaders()), body, given.status()));
        if (given.status() > 0) {
            exchange.getResponseHeaders().add(given.header(), given.value());
            exchange.sendResponseHeaders(given.status(), -1);
            exchange.close();
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(endpoint, new TestInjector.MatchesType(Endpoint.class));
    }

    @Override
    public void stop() {
        server.stop(0);
    }
}
