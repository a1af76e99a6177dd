package telco.usage.inbox;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jboss.logging.Logger;
import telco.usage.audit.Actor;
import telco.usage.input.LogText;
import telco.usage.jdbc.Database;
import telco.usage.run.Run;
import telco.usage.run.RunRequest;
import telco.usage.run.RunTrigger;
import telco.usage.run.Runs;

/**
 * Takes a file out of the inbox, with what belongs to it: a run, and the move to {@code processing/}, in one transaction.
 * If the process dies between the move and the commit, moved files without a run are left, which {@link Filing} gives
 * back; there is never a run without its file.
 */
@Singleton
final class Intake {

    private static final Logger LOG = Logger.getLogger(Intake.class);

    private static final String QUEUE = "queue";

    private final Database database;
    private final Runs runs;
    private final InboxFolders folders;
    private final Nagging troubles = new Nagging(LOG);

    Intake(Database database, Runs runs, InboxFolders folders) {
        this.database = database;
        this.runs = runs;
        this.folders = folders;
    }

    /** What became of a delivery. */
    enum Outcome {
        TAKEN,
        /** It has changed or is gone, or cannot be moved; it is looked at again. */
        LEFT,
        /** No other can be taken now either: the queue is full, or another instance is at it. */
        NONE_NOW
    }

    /** True when it could not be moved when it was to be taken last. */
    boolean isTroubledBy(Delivery delivery) {
        return troubles.has(delivery.data().path());
    }

    Outcome take(Delivery delivery) {
        WaitingFile file = delivery.data();
        try {
            Outcome outcome = database.fromTransaction(
                    connection -> InboxLock.tryAcquire(connection) ? take(connection, delivery) : Outcome.NONE_NOW);
            troubles.solved(file.path());
            return outcome;
        } catch (UncheckedIOException e) {
            troubles.warn(
                    file.path(),
                    "Cannot take %s out of the inbox, will try again: %s"
                            .formatted(LogText.of(file.name()), LogText.reason(e.getCause())));
            return Outcome.LEFT;
        }
    }

    private Outcome take(Connection connection, Delivery delivery) throws SQLException {
        try {
            if (!delivery.isUnchanged(folders.endings())) {
                return Outcome.LEFT;
            }
            Optional<Run> run = runs.submit(connection, request(delivery.data()));
            if (run.isEmpty()) {
                troubles.warn(
                        QUEUE,
                        "The queue is full (RUN_QUEUE_LIMIT): files wait in " + LogText.of(folders.incoming())
                                + " until runs have ended");
                return Outcome.NONE_NOW;
            }
            troubles.solved(QUEUE);
            move(connection, delivery, run.get().id());
            return Outcome.TAKEN;
        } catch (NoSuchFileException e) {
            // Another instance was faster, or its owner has withdrawn it. Nothing that was written may stay.
            connection.rollback();
            return Outcome.LEFT;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void move(Connection connection, Delivery delivery, int runId) throws IOException, SQLException {
        WaitingFile file = delivery.data();
        Path place = folders.processing().resolve(new RunFileName(runId, file.name()).text());
        for (WaitingFile beside : delivery.beside()) {
            FileMove.rename(beside.path(), place.resolveSibling(place.getFileName() + delivery.endingOf(beside)));
        }
        FileMove.rename(file.path(), place);
        runs.relocate(connection, runId, place);
        LOG.infof("Taking %s (%d bytes) as run %d", LogText.of(file.name()), file.sizeBytes(), runId);
    }

    private RunRequest request(WaitingFile file) {
        Path readable = folders.incoming().resolve(RunFileName.storable(file.name()));
        return new RunRequest(RunTrigger.INBOX, Actor.SERVICE, file.name(), readable, file.sizeBytes(), false, false);
    }
}
