package telco.usage.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telco.usage.testing.FreePort;
import telco.usage.testing.ServiceProcess;

/** An alert outlives the process: whatever kills it, the next one sends what was not sent, and nothing twice. */
class AlertCrashIT {

    @TempDir
    private Path folder;

    @Test
    void alertOfAKilledService_isSentByTheNext_once() throws IOException {
        int port = FreePort.find();
        Map<String, String> settings = Map.of(
                "SMTP_SERVER", "127.0.0.1",
                "SMTP_PORT", String.valueOf(port),
                "SMTP_START_TLS", "DISABLED",
                "ALERT_SENDER_EMAIL", "loader@example.com",
                "ALERT_RECEIVER_EMAIL", "ops@example.com",
                "DEMO_DATA", "false",
                "CSV_FILE_PATH", folder.resolve("empty.csv").toString());
        Files.writeString(folder.resolve("empty.csv"), "\n");
        int run;
        // What it is about to send when it is killed is its own for as long as its attempt could take, and more.
        Map<String, String> impatient = new HashMap<>(settings);
        impatient.putAll(Map.of("SMTP_TIMEOUT", "1s", "WEBHOOK_TIMEOUT", "1s"));
        try (ServiceProcess first = ServiceProcess.start(folder, impatient).awaitReady()) {
            run = first.submit("empty.csv");
            first.awaitDone(run);
            first.kill();
        }
        GreenMail mails = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mails.start();
        try (ServiceProcess second = ServiceProcess.start(folder, settings).awaitReady()) {
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> "SENT".equals(second.run(run).getString("alerts[0].state")));
            second.terminate();
            assertThat(mails.getReceivedMessages()).hasSize(1);
        } finally {
            mails.stop();
        }
    }
}
