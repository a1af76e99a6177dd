package telco.usage.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telco.usage.jdbc.DatabaseException;
import telco.usage.problem.ProblemException;
import telco.usage.upload.UploadFolder;

/** A file is there for as long as a run may need it. */
class RunFilesTest {

    @TempDir
    Path folder;

    private RunFiles files;

    @BeforeEach
    void open() {
        files = new RunFiles(new UploadFolder(folder, "UPLOAD_DIR", 100), "upload-", RunTrigger.UPLOAD);
    }

    private void submit(Function<Path, Submitted> submission) {
        files.submit("17-", file -> {
            assertThat(file.getFileName().toString()).startsWith("upload-17-");
            assertThat(file).isEmptyFile();
            return submission.apply(file);
        });
    }

    @Test
    void runThatLoadsIt_keepsIt() {
        submit(file -> new Submitted(null, false));
        assertThat(folder).isNotEmptyDirectory();
    }

    /** Whatever the clock says. */
    @Test
    void untilItHasItsRun_itIsNotTakenForAbandoned() {
        submit(file -> {
            assertThat(files.untouchedSince(Instant.MAX)).isEmpty();
            return new Submitted(null, false);
        });
        assertThat(files.untouchedSince(Instant.MAX)).hasSize(1);
    }

    @Test
    void runThatWasThereBefore_doesNot() {
        submit(file -> new Submitted(null, true));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void failure_doesNot() {
        for (RuntimeException failure :
                new RuntimeException[] {ProblemException.invalid("body", "is wrong"), new IllegalStateException()}) {
            assertThatThrownBy(() -> submit(file -> {
                        throw failure;
                    }))
                    .isSameAs(failure);
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void databaseThatFails_mayHaveKeptTheRun() {
        assertThatThrownBy(() -> submit(file -> {
                    throw new DatabaseException(new SQLException("connection lost", "08006"));
                }))
                .isInstanceOf(DatabaseException.class);
        assertThat(folder).isNotEmptyDirectory();
    }
}
