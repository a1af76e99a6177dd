package telco.usage.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import telco.usage.jdbc.Sql;
import telco.usage.run.Run;
import telco.usage.run.RunState;
import telco.usage.run.RunTrigger;
import telco.usage.testing.NotServing;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** Which files are taken, when, and by whom. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@TestProfile(NotServing.class)
class InboxPollerTest extends HandWorkedInbox {

    @Test
    void poll_makesARunOfASettledFile() {
        inbox.drop("usage.csv", "content");
        inbox.pollUntilSettled();

        Run run = onlyRun();
        assertThat(run.state()).isEqualTo(RunState.QUEUED);
        assertThat(run.trigger()).isEqualTo(RunTrigger.INBOX);
        assertThat(run.file().name()).isEqualTo("usage.csv");
        assertThat(run.file().sizeBytes()).isEqualTo(7);
        assertThat(run.path()).isEqualTo(inbox.incoming.resolve("processing/" + run.id() + "-usage.csv"));
        assertThat(inbox.files()).containsExactly("processing/" + run.id() + "-usage.csv");
    }

    @Test
    void poll_takesFilesOldestFirst() throws IOException {
        for (String name : List.of("c", "a", "b")) {
            inbox.drop(name + ".csv", name);
        }
        Files.setLastModifiedTime(
                inbox.incoming.resolve("b.csv"), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        Files.setLastModifiedTime(
                inbox.incoming.resolve("c.csv"), FileTime.from(Instant.parse("2021-01-01T00:00:00Z")));
        inbox.pollUntilSettled();

        assertThat(allRuns()).extracting(run -> run.file().name()).containsExactly("a.csv", "c.csv", "b.csv");
    }

    @Test
    void poll_takesAnEmptyFileToo() {
        inbox.drop("empty.csv", "");
        inbox.pollUntilSettled();

        assertThat(onlyRun().file().sizeBytes()).isZero();
    }

    @Test
    void poll_givesBackAFileWhoseRunNeverCameToBe() throws IOException {
        inbox.poller.poll();
        Files.writeString(inbox.incoming.resolve("processing/999999-usage.csv"), "a");
        inbox.poller.poll();
        assertThat(inbox.files()).containsExactly("usage.csv");

        inbox.pollUntilSettled();
        assertThat(onlyRun().file().name()).isEqualTo("usage.csv");
    }

    @Test
    void poll_givesBackUnderTheNumberWhenItsNameIsTaken() throws IOException {
        inbox.drop("usage.csv", "newer");
        inbox.poller.poll();
        Files.writeString(inbox.incoming.resolve("processing/999999-usage.csv"), "a");
        inbox.poller.poll();

        assertThat(inbox.files()).containsExactly("999999-usage.csv", "usage.csv");
        assertThat(inbox.incoming.resolve("usage.csv")).hasContent("newer");
    }

    @Test
    void poll_givesBackAFileWhoseNumberIsAnotherFilesRun() throws IOException {
        Run run = take("usage.csv");
        Files.writeString(inbox.incoming.resolve("processing/" + run.id() + "-other.csv"), "a");
        inbox.poller.poll();

        assertThat(inbox.files()).containsExactly("other.csv", "processing/" + run.id() + "-usage.csv");
    }

    @Test
    void poll_afterACrashBehindTheCommit_leavesTheFileToItsRun() {
        Run run = take("usage.csv");
        InboxUnderTest restarted = inboxIn(inbox.incoming);
        restarted.pollUntilSettled();

        assertThat(allRuns()).hasSize(1);
        assertThat(restarted.files()).containsExactly("processing/" + run.id() + "-usage.csv");
    }

    @Test
    void poll_doesNotGiveBackWhileAnotherInstanceTakes() throws IOException {
        inbox.poller.poll();
        Path taken = Files.writeString(inbox.incoming.resolve("processing/999999-usage.csv"), "a");
        database.inTransaction(connection -> {
            assertThat(InboxLock.tryAcquire(connection)).isTrue();
            inbox.poller.poll();
            assertThat(taken).exists();
        });

        inbox.poller.poll();
        assertThat(taken).doesNotExist();
    }

    @Test
    void poll_aFullQueueLeavesFilesInTheInbox() {
        database.inTransaction(connection -> Sql.of("""
                        insert into ingest.run
                            (state, trigger, file_name, file_path, size_bytes, force, validate_only,
                             requested_at, available_at)
                        select 'QUEUED', 'API', 'usage.csv', '/usage.csv', 0, false, false, now(), now()
                        from generate_series(1, ?)
                        """, runConfig.queueLimit()).update(connection));
        inbox.drop("usage.csv", "a");
        inbox.pollUntilSettled();
        inbox.poller.poll();
        assertThat(inbox.files()).containsExactly("usage.csv");
        assertThat(log.messages())
                .filteredOn(message -> message.contains("RUN_QUEUE_LIMIT"))
                .hasSize(1);

        Warehouse.clear();
        inbox.poller.poll();
        assertThat(inbox.files()).containsExactly("processing/" + onlyRun().id() + "-usage.csv");
    }

    @Test
    void take_aFileThatChangedSinceItWasSeenIsLeft() throws IOException {
        inbox.drop("usage.csv", "a");
        Delivery seen = delivery(inbox.incoming.resolve("usage.csv"));
        inbox.poller.poll();
        inbox.drop("usage.csv", "a longer one");

        assertThat(inbox.intake.take(seen)).isEqualTo(Intake.Outcome.LEFT);
        assertThat(allRuns()).isEmpty();
        assertThat(inbox.files()).containsExactly("usage.csv");
    }

    @Test
    void take_aFileThatIsGoneIsNoTrouble() throws IOException {
        Path file = inbox.drop("usage.csv", "a");
        Delivery seen = delivery(file);
        inbox.poller.poll();
        Files.delete(file);

        assertThat(inbox.intake.take(seen)).isEqualTo(Intake.Outcome.LEFT);
        assertThat(allRuns()).isEmpty();
    }

    @Test
    void take_whenTheFileCannotBeMoved_makesNoRunAndWarnsOnce() throws IOException {
        inbox.drop("usage.csv", "a");
        inbox.poller.poll();
        Delivery seen = delivery(inbox.incoming.resolve("usage.csv"));
        // Root may write anywhere, so permissions would stop nothing: a file in the folder's place does.
        Path processing = inbox.incoming.resolve("processing");
        Files.delete(processing);
        Files.writeString(processing, "in the way");
        assertThat(inbox.intake.take(seen)).isEqualTo(Intake.Outcome.LEFT);
        assertThat(inbox.intake.take(seen)).isEqualTo(Intake.Outcome.LEFT);

        assertThat(allRuns()).isEmpty();
        assertThat(inbox.files()).containsExactly("processing", "usage.csv");
        assertThat(log.messages())
                .filteredOn(message -> message.contains("Cannot take usage.csv"))
                .hasSize(1);

        Files.delete(processing);
        inbox.pollUntilSettled();
        assertThat(onlyRun().file().name()).isEqualTo("usage.csv");
    }

    @Test
    void poll_anUnusableFolderIsAWarningAndHealsByItself() throws IOException {
        Files.writeString(inbox.incoming, "a file where the folder should be");
        inbox.poller.createFolders();
        inbox.poller.poll();
        inbox.poller.poll();
        assertThat(log.messages())
                .filteredOn(message -> message.contains("cannot be used, will try again"))
                .hasSize(1);

        Files.delete(inbox.incoming);
        assertThat(take("usage.csv").state()).isEqualTo(RunState.QUEUED);
    }

    @Test
    void poll_saysWhatBelongsToNoRunAndLeavesIt() throws IOException {
        inbox.poller.poll();
        Files.writeString(inbox.incoming.resolve("processing/usage.csv"), "a");
        inbox.poller.poll();
        inbox.poller.poll();

        assertThat(inbox.files()).containsExactly("processing/usage.csv");
        assertThat(log.messages())
                .filteredOn(message -> message.contains("belongs to no run"))
                .hasSize(1);
    }

    @Test
    void createFolders_showsEveryPlace() {
        inbox.poller.createFolders();

        assertThat(inbox.incoming.toFile().list())
                .containsExactlyInAnyOrder("processing", "archive", "rejected", "duplicates");
    }

    @Test
    void pollWhenServing_doesNothingWhenNotServing() {
        inbox.drop("usage.csv", "a");
        for (int i = 0; i < 2; i++) {
            inbox.poller.pollWhenServing();
            inbox.clock.advance(InboxUnderTest.QUIET);
        }

        assertThat(inbox.files()).containsExactly("usage.csv");
    }

    private static Delivery delivery(Path file) throws IOException {
        return new Delivery(WaitingFile.look(file).orElseThrow(), List.of());
    }
}
