package telco.usage.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;

/** Over STARTTLS, which is wanted unless a setting says otherwise. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@WithTestResource(ScriptedMailServer.class)
class RefusedReceiverTest {

    @Test
    void receiverWhoIsRefused_keepsTheAlertFromNobodyElse() {
        int id = Api.load("refused-receiver.csv", "\n").getInt("id");
        JsonPath run = await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> Api.run(id),
                        seen -> seen.getString("alerts.find { it.to == 'gone@example.com' }.error") != null
                                && "SENT".equals(seen.getString("alerts.find { it.to == 'ops@example.com' }.state")));
        assertThat(run.getString("alerts.find { it.to == 'gone@example.com' }.state"))
                .isEqualTo("PENDING");
        assertThat(run.getString("alerts.find { it.to == 'gone@example.com' }.error"))
                .contains("550");
    }
}
