package telco.usage.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceUnderTest;

/** A mail over TLS, with a login. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@WithTestResource(TlsMailServerUnderTest.class)
class MailOverTlsTest {

    GreenMail greenMail;

    @Test
    void alert_arrives() throws Exception {
        int id = Api.load("tls.csv", "\n").getInt("id");
        await().atMost(Duration.ofSeconds(30)).until(() -> greenMail.getReceivedMessages().length == 1);
        assertThat(greenMail.getReceivedMessages()[0].getSubject()).contains("FAILED: tls.csv (run " + id + ")");
    }
}
