package telco.usage.inbox;

import java.io.File;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import telco.usage.jdbc.Sql;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunState;

/**
 * The little of a run that decides where its file belongs; cheap enough to be read at every poll.
 *
 * @param error why the run failed, null when it did not
 * @param fileName the last part of where the run expects its file
 * @param endedAt when the run has ended, UTC; of no meaning while it goes on
 */
record RunOfFile(int id, RunState state, RunErrorCode error, String fileName, OffsetDateTime endedAt) {

    static List<RunOfFile> find(Connection connection, List<Integer> ids) throws SQLException {
        return Sql.of("""
                        select id, state, error_code, file_path, coalesce(finished_at, requested_at) as ended_at
                        from ingest.run
                        where id = any (?)
                        """, ids).list(connection, row -> {
            String path = row.getString("file_path");
            String error = row.getString("error_code");
            return new RunOfFile(
                    row.getInt("id"),
                    RunState.valueOf(row.getString("state")),
                    error == null ? null : RunErrorCode.valueOf(error),
                    path.substring(path.lastIndexOf(File.separatorChar) + 1),
                    Sql.instant(row, "ended_at").atOffset(ZoneOffset.UTC));
        });
    }

    /** True when the file is not to blame: it was not complete yet, and waits in the inbox until it is. */
    boolean wasTooEarly() {
        return state == RunState.FAILED && error == RunErrorCode.FILE_CHANGED;
    }

    /** False when the run with this id is about another file: the database was restored, or is a new one. */
    boolean owns(Path file) {
        return fileName.equals(file.getFileName().toString());
    }

    /** Where the file belongs; empty while the run goes on. */
    Optional<FiledPlace> place() {
        return FiledPlace.of(state);
    }
}
