package telco.usage.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes what Alertmanager posts, as a pager would. */
final class AlertReceiver implements AutoCloseable {

    private final HttpServer server;
    private final List<JsonNode> posts = new CopyOnWriteArrayList<>();

    AlertReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            JsonNode post = new ObjectMapper().readTree(exchange.getRequestBody());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
            posts.add(post);
        });
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** The alerts of this name that have arrived, as they were told. */
    List<JsonNode> alerts(String name) {
        return posts.stream()
                .flatMap(post -> Dashboard.elements(post.path("alerts")))
                .filter(alert -> alert.at("/labels/alertname").asText().equals(name))
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
