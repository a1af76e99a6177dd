package telco.usage.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** A mail server that wants a login: an alert that it refuses waits until somebody has mended the login. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@WithTestResource(MailServerUnderTest.class)
@TestProfile(MailLoginTest.Login.class)
class MailLoginTest {

    /** What the service logs in with. */
    public static final class Login implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("SMTP_USER", "loader", "SMTP_PASSWORD", "s3cret-password");
        }
    }

    GreenMail greenMail;

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    @Test
    void wrongPassword_isAFailureWithoutIt_andTheAlertComesWhenItIsRight() {
        greenMail.setUser("loader@example.com", "loader", "another");
        int id = Api.load("login.csv", "\n").getInt("id");
        JsonPath refused = await().atMost(Duration.ofSeconds(30))
                .until(() -> Api.run(id), run -> run.getString("alerts[0].error") != null);
        assertThat(refused.getString("alerts[0].state")).isEqualTo("PENDING");
        assertThat(refused.getString("alerts[0].error"))
                .startsWith("127.0.0.1: ")
                .containsIgnoringCase("auth")
                .doesNotContain("s3cret");

        greenMail.setUser("loader@example.com", "loader", "s3cret-password");
        Warehouse.execute(
                "update ingest.alert_delivery set next_attempt_at = clock_timestamp() where state = 'PENDING'");
        await().atMost(Duration.ofSeconds(30)).until(() -> greenMail.getReceivedMessages().length == 2);
    }
}
