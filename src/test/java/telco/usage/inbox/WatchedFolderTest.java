package telco.usage.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import telco.usage.run.RunTrigger;
import telco.usage.run.Runs;
import telco.usage.testing.ServiceUnderTest;

/** The inbox of the running service, by itself. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class WatchedFolderTest {

    @Inject
    InboxFolders folders;

    @Inject
    InboxPoller poller;

    @Inject
    Runs runs;

    @Test
    void droppedFile_becomesARun() throws IOException {
        Files.writeString(folders.incoming().resolve("watched_folder_test.csv"), "");

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(runs.list(new Runs.Selection(null, RunTrigger.INBOX, null, 100)))
                        .extracting(run -> run.file().name())
                        .containsOnlyOnce("watched_folder_test.csv"));
        await().until(() -> poller.oldestFileAge().isZero());
        assertThat(folders.incoming().resolve("watched_folder_test.csv")).doesNotExist();
    }
}
