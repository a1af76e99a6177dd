package telco.usage.inbox;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import telco.usage.input.LogText;
import telco.usage.jdbc.Database;
import telco.usage.run.Run;
import telco.usage.run.RunFinished;
import telco.usage.run.RunTrigger;

/**
 * Tidies {@code processing/}: files away what has ended, gives back what no run has and what was not complete yet. The run table says what a file is,
 * so this can be cut short anywhere and done again. A file that cannot be moved stays until it can; its run is not
 * affected. A run's path follows its file; only when the process dies right after a move does it keep naming the old
 * place, which nobody reads once the run has ended.
 */
@Singleton
final class Filing {

    private static final Logger LOG = Logger.getLogger(Filing.class);

    private final Database database;
    private final InboxFolders folders;
    private final FilingCabinet cabinet;
    private final Nagging troubles = new Nagging(LOG);

    Filing(Database database, InboxFolders folders, FilingCabinet cabinet) {
        this.database = database;
        this.folders = folders;
        this.cabinet = cabinet;
    }

    /** Files away at once what the next poll would. Only a hint: nothing that goes wrong here may reach the worker. */
    void onFinished(@Observes RunFinished finished) {
        Run run = finished.run();
        Path file = run.path();
        if (run.trigger() != RunTrigger.INBOX || !folders.processing().equals(file.getParent()) && !wasReleased(run)) {
            return;
        }
        try {
            tidy(List.of(file));
        } catch (RuntimeException e) {
            LOG.warnf("%s is left to the next poll: %s", LogText.of(file), e);
        }
    }

    /** True when its file lies among the rejected ones, where a check had sent it, and does not belong there any more. */
    private boolean wasReleased(Run run) {
        return run.path().startsWith(folders.of(FiledPlace.REJECTED))
                && !FiledPlace.of(run.state()).equals(Optional.of(FiledPlace.REJECTED));
    }

    /** Files away or gives back what lies in {@code processing/} and should not. Costs one statement when all is well. */
    void reconcile() throws IOException {
        tidy(InboxFolders.filesIn(folders.processing()));
    }

    private void tidy(List<Path> files) {
        List<TakenFile> taken =
                files.stream().map(this::read).flatMap(Optional::stream).toList();
        if (taken.isEmpty()) {
            return;
        }
        database.inTransaction(connection -> {
            if (InboxLock.tryAcquire(connection)) {
                Map<Integer, RunOfFile> known =
                        RunOfFile.find(
                                        connection,
                                        taken.stream()
                                                .map(each -> each.name().runId())
                                                .toList())
                                .stream()
                                .collect(Collectors.toMap(RunOfFile::id, run -> run));
                for (TakenFile each : taken) {
                    tidy(connection, each, known.get(each.name().runId()));
                }
            }
        });
    }

    private Optional<TakenFile> read(Path path) {
        Optional<TakenFile> taken = TakenFile.parse(path, folders.endings());
        if (taken.isEmpty() && !TemporaryName.is(path.getFileName().toString())) {
            troubles.warn(path, LogText.of(path) + " belongs to no run; move it to the inbox to have it loaded");
        }
        // What lies beside a data file goes where that goes.
        return taken.filter(each -> each.isData() || Files.notExists(each.data(), LinkOption.NOFOLLOW_LINKS));
    }

    private void tidy(Connection connection, TakenFile taken, RunOfFile run) throws SQLException {
        try {
            if (run == null || !run.owns(taken.data())) {
                giveBack(taken, "no run has it");
            } else if (run.wasTooEarly()) {
                giveBack(taken, "it has changed while run " + run.id() + " was to load it");
            } else if (run.place().isPresent()) {
                cabinet.file(connection, taken, run);
            }
            troubles.solved(taken.path());
        } catch (NoSuchFileException e) {
            LOG.debugf("%s was moved by another instance", LogText.of(taken.path()));
        } catch (IOException e) {
            troubles.warn(
                    taken.path(),
                    "Cannot file away %s, will try again; its run is not affected: %s"
                            .formatted(LogText.of(taken.path()), LogText.reason(e)));
        }
    }

    private void giveBack(TakenFile taken, String why) throws IOException {
        FileGroup group = FileGroup.of(taken.data(), folders.endings());
        Path own = folders.incoming().resolve(taken.name().name());
        // A newer file may have come under its name: then it keeps the name with the number.
        Path back = group.isFree(own)
                ? own
                : folders.incoming().resolve(taken.data().getFileName());
        group.rename(back);
        LOG.infof("Gave %s back to the inbox: %s", LogText.of(back), why);
    }
}
