package telco.usage.alert;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import telco.usage.testing.FreePort;

/** A real mail server in the test's process, and the settings that make the service use it. */
public final class MailServerUnderTest implements QuarkusTestResourceLifecycleManager {

    private final GreenMail greenMail =
            new GreenMail(new ServerSetup(FreePort.find(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @Override
    public Map<String, String> start() {
        greenMail.start();
        return Map.of(
                "SMTP_SERVER", "127.0.0.1",
                "SMTP_PORT", String.valueOf(greenMail.getSmtp().getPort()),
                "SMTP_START_TLS", "DISABLED",
                "SMTP_TIMEOUT", "5s",
                // Tests fail in the same way one after the other.
                "ALERT_GROUP_WINDOW", "0s",
                "ALERT_SENDER_EMAIL", "loader@example.com",
                "ALERT_RECEIVER_EMAIL", " ops@example.com, ,data@example.com");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(greenMail, new TestInjector.MatchesType(GreenMail.class));
    }

    @Override
    public void stop() {
        greenMail.stop();
    }
}
