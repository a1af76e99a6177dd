package telco.usage.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import telco.usage.run.RunTrigger;
import telco.usage.run.Runs;
import telco.usage.testing.ServiceUnderTest;

/** A newcomer's start: the sample comes by itself, through the inbox, once. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@TestProfile(FirstStartTest.EmbeddedDatabase.class)
class FirstStartTest {

    /** What Main tells the service when it has started the embedded server. */
    public static final class EmbeddedDatabase implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("telco.database.embedded", "true", "telco.sample.enabled", "true");
        }
    }

    @Inject
    Runs runs;

    @Inject
    SampleDelivery delivery;

    @Test
    void sample_becomesTheFirstRun() {
        Runs.Selection all = new Runs.Selection(null, null, null, 100);
        await().atMost(Duration.ofSeconds(20)).until(() -> !runs.list(all).isEmpty());
        delivery.deliverOnFirstStart();

        assertThat(runs.list(all)).singleElement().satisfies(run -> {
            assertThat(run.trigger()).isEqualTo(RunTrigger.INBOX);
            assertThat(run.file().name()).matches("sample_usage_.*\\.csv");
        });
    }
}
