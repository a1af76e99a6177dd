package telco.usage.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import telco.usage.jdbc.Database;
import telco.usage.run.Run;
import telco.usage.run.RunEnding;
import telco.usage.run.RunErrorCode;
import telco.usage.run.Runs;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.StoredRun;

@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class UnsetMailSettingsTest {

    @Inject
    Event<RunEnding> ending;

    @Inject
    Database database;

    @Inject
    Runs runs;

    @Test
    void failedRun_saysThatNobodyIsTold() {
        Run run = StoredRun.failed(RunErrorCode.FILE_EMPTY, "empty").save(database, runs);
        try (LogLines log = new LogLines()) {
            database.inTransaction(connection -> ending.fire(new RunEnding(connection, run)));
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("Run " + run.id()))
                    .singleElement()
                    .asString()
                    .contains("ended as FAILED", "Nobody is told: no receiver is set for PROVIDER");
        } finally {
            StoredRun.remove(database, run);
        }
    }
}
