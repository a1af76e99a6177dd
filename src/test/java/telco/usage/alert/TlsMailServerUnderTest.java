package telco.usage.alert;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A mail server that speaks TLS from the first byte, with a certificate of its own making. */
public final class TlsMailServerUnderTest implements QuarkusTestResourceLifecycleManager {

    private final GreenMail greenMail =
            new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS).dynamicPort());

    @Override
    public Map<String, String> start() {
        greenMail.start();
        greenMail.setUser("loader@example.com", "loader", "s3cret");
        return Map.of(
                "SMTP_SERVER", "127.0.0.1",
                "SMTP_PORT", String.valueOf(greenMail.getSmtps().getPort()),
                "SMTP_TLS", "true",
                "SMTP_START_TLS", "DISABLED",
                "SMTP_USER", "loader",
                "SMTP_PASSWORD", "s3cret",
                "ALERT_SENDER_EMAIL", "loader@example.com",
                "ALERT_RECEIVER_EMAIL", "ops@example.com",
                "quarkus.mailer.trust-all", "true");
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
