package telco.usage.inbox;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Optional;
import org.jboss.logging.Logger;
import telco.usage.input.LogText;
import telco.usage.jdbc.Sql;
import telco.usage.run.Finding;
import telco.usage.run.Run;
import telco.usage.run.Runs;
import telco.usage.run.Severity;

/**
 * Where files are kept once their runs have ended, a rejected one with a report beside it. Filing can be cut short
 * anywhere and done again: the file itself moves last. Only to be used under {@link InboxLock}.
 */
@Singleton
final class FilingCabinet {

    private static final Logger LOG = Logger.getLogger(FilingCabinet.class);

    /** A run's id comes back only after the database was restored to an older state, so a few are plenty. */
    private static final int MOST_OF_ONE_NAME = 100;

    private static final DateTimeFormatter YEAR_AND_MONTH = DateTimeFormatter.ofPattern("yyyy/MM");

    private final Runs runs;
    private final InboxFolders folders;

    FilingCabinet(Runs runs, InboxFolders folders) {
        this.runs = runs;
        this.folders = folders;
    }

    /**
     * Files away the file of a run that has ended, with what lies beside it.
     *
     * @throws IOException when it cannot be moved; it is where it was
     */
    void file(Connection connection, TakenFile taken, RunOfFile run) throws IOException, SQLException {
        FiledPlace place = run.place().orElseThrow();
        Path folder = folders.of(place).resolve(YEAR_AND_MONTH.format(run.endedAt()));
        Files.createDirectories(folder);
        FileGroup group = FileGroup.of(taken.data(), folders.endings());
        Optional<String> report = report(connection, run, place);
        for (int number = 1; number <= MOST_OF_ONE_NAME; number++) {
            Path target = folder.resolve(taken.name().text(number));
            if (group.fits(target) && (report.isEmpty() || !isTaken(RejectionReport.beside(target), report.get()))) {
                Optional<Finding> unwritten =
                        report.flatMap(text -> write(text, RejectionReport.beside(target), run.id()));
                if (!Files.getFileStore(folder).equals(Files.getFileStore(folders.processing()))) {
                    expectLongCopy(connection);
                }
                group.move(target);
                // Of a file that was rejected and then released after all, its report is not true any more.
                Files.deleteIfExists(RejectionReport.beside(taken.data()));
                runs.relocate(connection, run.id(), target);
                LOG.infof("Filed %s", LogText.of(target));
                note(connection, run, unwritten);
                return;
            }
        }
        throw new IOException("too many files of this name in " + folder);
    }

    /** The database must not end the session, and with it the lock, while it waits for the copy. */
    private static void expectLongCopy(Connection connection) throws SQLException {
        Sql.of("set local idle_in_transaction_session_timeout = '2h'").update(connection);
    }

    private void note(Connection connection, RunOfFile run, Optional<Finding> unwritten) throws SQLException {
        if (unwritten.isPresent()) {
            LOG.warn(unwritten.get().message());
            runs.note(connection, run.id(), unwritten.get());
        }
    }

    private Optional<String> report(Connection connection, RunOfFile run, FiledPlace place) throws SQLException {
        if (place != FiledPlace.REJECTED) {
            return Optional.empty();
        }
        Run whole = runs.find(connection, run.id()).orElseThrow();
        return Optional.of(RejectionReport.of(connection, whole).render());
    }

    /** A file must not wait for its report: the run has the same to say to whoever asks. */
    private static Optional<Finding> write(String report, Path target, int runId) {
        try {
            if (!exists(target)) {
                WholeFile.write(target, report);
            }
            return Optional.empty();
        } catch (IOException e) {
            String message = "The report %s for the provider could not be written: %s. GET /runs/%d says the same."
                    .formatted(LogText.of(target.getFileName()), LogText.reason(e), runId);
            return Optional.of(new Finding("report_not_written", Severity.WARNING, 1, 1, message));
        }
    }

    /** True when something is there that is not this report, left by a filing that was cut short. */
    private static boolean isTaken(Path target, String report) {
        if (!exists(target)) {
            return false;
        }
        byte[] expected = report.getBytes(StandardCharsets.UTF_8);
        try {
            return !Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
                    || Files.size(target) != expected.length
                    || !Arrays.equals(Files.readAllBytes(target), expected);
        } catch (IOException e) {
            return true;
        }
    }

    private static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }
}
