package telco.usage.alert;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * Posts to a host, and to no other address than one that {@link WebhookHosts} lets it: the name is looked up once, and the
 * address that was checked is the one that is connected to. The host's certificate must be one for its name. Redirects are
 * not followed, and no proxy is used, which would look the name up by itself.
 */
@Singleton
final class WebhookClient {

    /** Finds the addresses that a host has now. */
    interface Lookup {

        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /** @param retryAfter the header, null when the answer has none */
    record Answer(int status, String retryAfter) {}

    private final WebhookHosts hosts;
    private final Duration timeout;
    private final Lookup lookup;
    private final HttpClient client;

    @Inject
    WebhookClient(AlertConfig config, Vertx vertx) {
        this(config, vertx, InetAddress::getAllByName, new HttpClientOptions());
    }

    /** @param options with what is trusted, in particular */
    WebhookClient(AlertConfig config, Vertx vertx, Lookup lookup, HttpClientOptions options) {
        this.hosts = WebhookHosts.of(config);
        this.timeout = config.webhookTimeout();
        this.lookup = lookup;
        this.client = vertx.createHttpClient(options
                // Alerts are days apart: a connection kept open is dead by the next one.
                .setKeepAlive(false)
                // A span would have the address in it, which is as good as a password.
                .setTracingPolicy(TracingPolicy.IGNORE));
    }

    /**
     * Blocks until the other side has answered.
     *
     * @throws NotTakenException when the host may not be connected to, or has not answered within WEBHOOK_TIMEOUT
     */
    Answer post(URI url, Map<String, String> headers, String body) throws InterruptedException {
        RequestOptions options = options(url, checked(url.getHost()));
        headers.forEach(options::putHeader);
        AtomicReference<HttpClientRequest> sent = new AtomicReference<>();
        Future<Answer> answer = client.request(options).compose(request -> {
            sent.set(request);
            return request.send(body)
                    .compose(response -> response.end()
                            .map(whole -> new Answer(response.statusCode(), response.getHeader("Retry-After"))));
        });
        try {
            return answer.toCompletionStage().toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new NotTakenException("no answer within WEBHOOK_TIMEOUT", e);
        } catch (ExecutionException e) {
            throw notTaken(e.getCause());
        } finally {
            if (!answer.isComplete() && sent.get() != null) {
                sent.get().reset();
            }
        }
    }

    /** The first address of the host that may be connected to. */
    private InetAddress checked(String host) {
        InetAddress[] addresses;
        try {
            addresses = lookup.addresses(host);
        } catch (UnknownHostException e) {
            throw new NotTakenException("the host " + host + " is not known", e);
        }
        return Stream.of(addresses)
                .filter(address -> hosts.mayReach(host, address))
                .findFirst()
                .orElseThrow(() ->
                        new NotTakenException("the address of %s, %s, is not public: WEBHOOK_ALLOWED_HOSTS can open it"
                                .formatted(host, addresses[0].getHostAddress())));
    }

    /** The connection goes to {@code address}; the Host header, the name asked for by TLS and the certificate are the host's. */
    private RequestOptions options(URI url, InetAddress address) {
        boolean tls = url.getScheme().equals("https");
        int defaultPort = tls ? 443 : 80;
        int port = url.getPort() < 0 ? defaultPort : url.getPort();
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, port)))
                .setHost(url.getHost())
                .setPort(port)
                .setSsl(tls)
                .setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery())
                .setFollowRedirects(false)
                .setTimeout(timeout.toMillis());
    }

    /** What is wrong with a certificate is said by the last cause only. */
    private static NotTakenException notTaken(Throwable failure) {
        if (failure instanceof TimeoutException) {
            return new NotTakenException("no answer within WEBHOOK_TIMEOUT", failure);
        }
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause().getMessage() != null) {
            cause = cause.getCause();
        }
        return new NotTakenException(cause.getMessage() == null ? "it cannot be reached" : cause.getMessage(), failure);
    }
}
