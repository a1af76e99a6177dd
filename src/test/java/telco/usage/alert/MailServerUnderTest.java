package telco.usage.alert;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Map;

/** A real mail server in the test's process, and the settings that make the service use it. */
public final class MailServerUnderTest implements QuarkusTestResourceLifecycleManager {

    private final GreenMail greenMail =
            new GreenMail(new ServerSetup(freePort(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @Override
    public Map<String, String> start() {
        greenMail.start();
        return Map.of(
                "SMTP_SERVER", "127.0.0.1",
                "SMTP_PORT", String.valueOf(greenMail.getSmtp().getPort()),
                "SMTP_START_TLS", "DISABLED",
                "SMTP_TIMEOUT", "1s",
                // Tests fail in the same way one after the other.
                "ALERT_GROUP_WINDOW", "0s",
                "ALERT_SENDER_EMAIL", "loader@example.com",
                "ALERT_RECEIVER_EMAIL", " ops@example.com, ,data@example.com");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(greenMail, new TestInjector.MatchesType(GreenMail.class));
    }

    /** Not the dynamic port that GreenMail offers: a test stops the server and starts it again at the same place. */
    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        greenMail.stop();
    }
}
