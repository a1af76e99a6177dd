package telco.usage.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import telco.usage.jdbc.Database;
import telco.usage.run.Run;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunFinished;
import telco.usage.run.Runs;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.StoredRun;

@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class UnsetMailSettingsTest {

    @Inject
    RunAlerts alerts;

    @Inject
    Event<RunFinished> finished;

    @Inject
    Database database;

    @Inject
    Runs runs;

    @Inject
    MeterRegistry registry;

    @Test
    void onStart_saysOnceWhatIsMissing() {
        try (LogLines log = new LogLines()) {
            alerts.onStart(new StartupEvent());
            assertThat(log.lines())
                    .containsExactly(
                            "No alert mails will be sent: SMTP_SERVER, ALERT_SENDER_EMAIL, ALERT_RECEIVER_EMAIL"
                                    + " not set. A run that needs attention is only logged.");
        }
    }

    @Test
    void onFinished_failedRun_saysThatNoMailWasSentAndWhy() {
        Run run = StoredRun.failed(RunErrorCode.FILE_EMPTY, "empty").save(database, runs);
        double before = notConfigured();
        try (LogLines log = new LogLines()) {
            finished.fire(new RunFinished(run));
            await().atMost(Duration.ofSeconds(10)).until(() -> notConfigured() == before + 1);
            assertThat(log.lines())
                    .containsExactly(run.label() + " needs attention (FAILED). No mail was sent:"
                            + " SMTP_SERVER, ALERT_SENDER_EMAIL, ALERT_RECEIVER_EMAIL not set");
        } finally {
            StoredRun.remove(database, run);
        }
    }

    private double notConfigured() {
        return registry.counter("telco.alerts", "channel", "MAIL", "outcome", "NOT_CONFIGURED")
                .count();
    }
}
