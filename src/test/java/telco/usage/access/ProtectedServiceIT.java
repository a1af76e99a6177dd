package telco.usage.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telco.usage.testing.Certificate;
import telco.usage.testing.FreePort;
import telco.usage.testing.ServiceProcess;

/** The service where others on the network can reach it. */
class ProtectedServiceIT {

    @TempDir
    Path directory;

    @Test
    void withoutUsers_itDoesNotListenBeyondThisMachine() {
        try (ServiceProcess refused = ServiceProcess.start(directory, Map.of("HTTP_HOST", "0.0.0.0"))) {
            assertThat(refused.awaitExit()).isEqualTo(1);
            assertThat(refused.stderr())
                    .contains("HTTP_HOST is 0.0.0.0", "USERS", "ANYONE_ON_THE_NETWORK_MAY_CHANGE_EVERYTHING")
                    .doesNotContain("Exception", "\tat ");
            assertThat(refused.postgres()).isEmpty();
        }
    }

    @Test
    void wrongUser_isNamedAndKeepsItFromStarting() {
        try (ServiceProcess refused = ServiceProcess.start(directory, Map.of("USERS", "anna:secret:admin"))) {
            assertThat(refused.awaitExit()).isEqualTo(1);
            assertThat(refused.stderr())
                    .contains("USERS, entry 1: the password of anna is no bcrypt hash")
                    .doesNotContain("secret", "\tat ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TRUSTED_PROXIES,    'TRUSTED_PROXIES: ''proxy'' is neither an address nor a range of addresses like 10.1.0.0/16'",
        "OPEN_WITHOUT_LOGIN, 'OPEN_WITHOUT_LOGIN: ''proxy'' is not one of health, metrics and docs'"
    })
    void otherSettingsThatCannotBeRight_keepItFromStartingToo(String setting, String message) {
        try (ServiceProcess refused = ServiceProcess.start(directory, Map.of(setting, "proxy"))) {
            assertThat(refused.awaitExit()).isEqualTo(1);
            assertThat(refused.stderr()).contains(message).doesNotContain("\tat ");
        }
    }

    @Test
    void withACertificate_itSpeaksTlsOnly_andTakesTheHashThatItMade()
            throws IOException, InterruptedException, GeneralSecurityException {
        Certificate certificate = Certificate.make(directory);
        int port = FreePort.find();
        Map<String, String> environment = Map.of(
                "HTTP_HOST", "0.0.0.0",
                "HTTPS_PORT", Integer.toString(port),
                "HTTPS_CERTIFICATE_FILE", certificate.certificate().toString(),
                "HTTPS_KEY_FILE", certificate.key().toString(),
                "USERS", "'anna:" + hash("with: a colon") + ":viewer'");
        try (ServiceProcess service = ServiceProcess.start(directory, environment)) {
            await().atMost(Duration.ofSeconds(90))
                    .ignoreException(java.net.ConnectException.class)
                    .until(() -> status(certificate, port, "/q/health/ready", "") == 200);

            assertThat(service.isListening()).isFalse();
            assertThat(status(certificate, port, "/runs", "anna:with: a colon")).isEqualTo(200);
            assertThat(status(certificate, port, "/runs", "anna:something else"))
                    .isEqualTo(401);
            assertThat(service.stdout()).contains("wrong password of anna").doesNotContain("something else");
        }
    }

    private String hash(String password) {
        try (ServiceProcess command = ServiceProcess.start(directory, Map.of(), "--hash-password")) {
            command.type(password);
            assertThat(command.awaitExit()).isZero();
            return command.stdout().strip();
        }
    }

    private static int status(Certificate certificate, int port, String path, String login)
            throws IOException, InterruptedException {
        String basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + path));
        if (!login.isEmpty()) {
            request.header("Authorization", "Basic " + basic);
        }
        return certificate
                .client()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
