package telco.usage.access;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Set;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.lang.JoseException;

/** As much of an OpenID Connect server as a service asks: where its keys are, and the keys. It also signs tokens. */
final class TokenServer implements AutoCloseable {

    static final String AUDIENCE = "telco-usage-loader";

    private static final String KEY_ID = "key-1";

    private final HttpServer server;
    private final KeyPair keys = newKeys();

    TokenServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/.well-known/openid-configuration", exchange -> answer(exchange, """
                {"issuer": "%s", "jwks_uri": "%s/keys", "token_endpoint": "%s/token"}
                """.formatted(url(), url(), url())));
        server.createContext("/keys", exchange -> answer(exchange, jwks()));
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    String token(String name, String role) {
        return token(name, role, keys, AUDIENCE, Duration.ofMinutes(5));
    }

    /** Signed by somebody else. */
    String forged(String name, String role) {
        return token(name, role, newKeys(), AUDIENCE, Duration.ofMinutes(5));
    }

    String expired(String name, String role) {
        return token(name, role, keys, AUDIENCE, Duration.ofMinutes(-5));
    }

    String forAnotherService(String name, String role) {
        return token(name, role, keys, "payroll", Duration.ofMinutes(5));
    }

    private String token(String name, String role, KeyPair signer, String audience, Duration validity) {
        return Jwt.issuer(url())
                .upn(name)
                .subject(name)
                .groups(Set.of(role))
                .audience(audience)
                .expiresAt(java.time.Instant.now().plus(validity))
                .jws()
                .keyId(KEY_ID)
                .sign(signer.getPrivate());
    }

    private String jwks() {
        try {
            RsaJsonWebKey key = (RsaJsonWebKey) JsonWebKey.Factory.newJwk(keys.getPublic());
            key.setKeyId(KEY_ID);
            key.setUse("sig");
            key.setAlgorithm("RS256");
            return new JsonWebKeySet(key).toJson();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
