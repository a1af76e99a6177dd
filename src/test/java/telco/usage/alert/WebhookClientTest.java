package telco.usage.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.JksOptions;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.alert.RoutesTest.Settings;

/** Where a post goes, whatever the name of its host leads to. */
class WebhookClientTest {

    private static final String PASSWORD = "changeit";

    private final Vertx vertx = Vertx.vertx();
    private final List<String> hosts = new CopyOnWriteArrayList<>();
    private final List<String> lookups = new ArrayList<>();
    private HttpServer server;

    @AfterEach
    void stop() {
        vertx.close();
        if (server != null) {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "169.254.169.254", "::1", "fd00::1", "64:ff9b::7f00:1"})
    void nameThatLeadsToANearAddress_isRefusedWithoutAConnection(String address) throws Exception {
        int port = serve(HttpServer.create());
        WebhookClient client = client("", new HttpClientOptions(), address);
        assertThatThrownBy(() -> post(client, "http://hook.example.com:" + port))
                .isInstanceOf(NotTakenException.class)
                .hasMessageMatching(
                        "the address of hook.example.com, .*, is not public: WEBHOOK_ALLOWED_HOSTS can open it");
        assertThat(hosts).isEmpty();
    }

    /** A name server may answer another thing each time: who asks twice checks one address and connects to another. */
    @Test
    void name_isLookedUpOnce_andWhatWasCheckedIsConnectedTo() throws Exception {
        int port = serve(HttpServer.create());
        WebhookClient client = client("127.0.0.1", new HttpClientOptions(), "10.0.0.1", "127.0.0.1");
        assertThat(post(client, "http://hook.example.com:" + port).status()).isEqualTo(204);
        assertThat(hosts).containsExactly("hook.example.com:" + port);
        assertThat(lookups).containsExactly("hook.example.com");
    }

    @Test
    void nameThatIsAllowed_mayLeadAnywhere_andNoOtherMay() throws Exception {
        int port = serve(HttpServer.create());
        WebhookClient client = client("Hook.example.com", new HttpClientOptions(), "127.0.0.1");
        assertThat(post(client, "http://hook.EXAMPLE.com:" + port).status()).isEqualTo(204);
        assertThatThrownBy(() -> post(client, "http://hook.example.com.evil.example:" + port))
                .hasMessageContaining("is not public");
    }

    @Test
    void unknownName_isSaid() {
        WebhookClient client = client("", new HttpClientOptions());
        assertThatThrownBy(() -> post(client, "http://hook.example.com"))
                .isInstanceOf(NotTakenException.class)
                .hasMessage("the host hook.example.com is not known");
    }

    /** The connection is made to an address, and the certificate is still that of the name. */
    @Test
    void certificate_mustBeTheHosts(@TempDir Path folder) throws Exception {
        Path keys = keys(folder, "hook.example.com");
        HttpsServer https = HttpsServer.create();
        https.setHttpsConfigurator(new HttpsConfigurator(tls(keys)));
        int port = serve(https);
        HttpClientOptions trusting = new HttpClientOptions()
                .setTrustOptions(new JksOptions().setPath(keys.toString()).setPassword(PASSWORD));
        WebhookClient client = client("127.0.0.0/8", trusting, "127.0.0.1");

        assertThat(post(client, "https://hook.example.com:" + port).status()).isEqualTo(204);
        assertThatThrownBy(() -> post(client, "https://other.example.com:" + port))
                .isInstanceOf(NotTakenException.class)
                .hasMessageContaining("other.example.com");
        assertThatThrownBy(() -> post(
                        client("127.0.0.0/8", new HttpClientOptions(), "127.0.0.1"),
                        "https://hook.example.com:" + port))
                .as("nobody trusts this certificate")
                .isInstanceOf(NotTakenException.class);
        assertThat(hosts).containsExactly("hook.example.com:" + port);
    }

    private WebhookClient client(String allowed, HttpClientOptions options, String... addresses) {
        return new WebhookClient(
                Settings.ofWebhook("https://hook.example.com", allowed),
                vertx,
                host -> {
                    lookups.add(host);
                    return addresses(host, addresses);
                },
                options);
    }

    private static InetAddress[] addresses(String host, String... addresses) throws UnknownHostException {
        if (addresses.length == 0) {
            throw new UnknownHostException(host);
        }
        InetAddress[] found = new InetAddress[addresses.length];
        for (int i = 0; i < found.length; i++) {
            found[i] = InetAddress.getByAddress(
                    host, InetAddress.getByName(addresses[i]).getAddress());
        }
        return found;
    }

    private static WebhookClient.Answer post(WebhookClient client, String url) throws InterruptedException {
        return client.post(URI.create(url), Map.of("Content-Type", "application/json"), "{}");
    }

    private int serve(HttpServer started) throws Exception {
        server = started;
        server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            hosts.add(exchange.getRequestHeaders().getFirst("Host"));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return server.getAddress().getPort();
    }

    private static Path keys(Path folder, String host) throws Exception {
        Path keys = folder.resolve("keys.jks");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "SAN=dns:" + host,
                        "-alias",
                        "hook",
                        "-storetype",
                        "JKS",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        PASSWORD,
                        "-keypass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor())
                .as(Files.readString(folder.resolve("keytool.log")))
                .isZero();
        return keys;
    }

    private static SSLContext tls(Path keys) throws Exception {
        KeyStore store = KeyStore.getInstance("JKS");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
