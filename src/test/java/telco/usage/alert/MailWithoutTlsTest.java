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
import org.junit.jupiter.api.Test;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;

/** A server without STARTTLS gets nothing unless that is allowed: no mail, and no password. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@WithTestResource(MailServerUnderTest.class)
@TestProfile(MailWithoutTlsTest.TlsRequired.class)
class MailWithoutTlsTest {

    /** The default, which the mail server of the other tests does not offer. */
    public static final class TlsRequired implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.mailer.start-tls", "REQUIRED");
        }
    }

    GreenMail greenMail;

    @Test
    void serverWithoutStartTls_getsNothing() {
        int id = Api.load("plain.csv", "\n").getInt("id");
        JsonPath run = await().atMost(Duration.ofSeconds(30))
                .until(() -> Api.run(id), seen -> seen.getString("alerts[1].error") != null);
        assertThat(run.getList("alerts.state")).containsOnly("PENDING");
        assertThat(run.getString("alerts[0].error")).containsIgnoringCase("tls");
        assertThat(greenMail.getReceivedMessages()).isEmpty();
    }
}
