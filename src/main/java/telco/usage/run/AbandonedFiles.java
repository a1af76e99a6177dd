package telco.usage.run;

import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import telco.usage.database.Schema;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.DatabaseException;
import telco.usage.jdbc.Sql;

/** What a process that died has left: files that it was receiving or writing, or that its last runs had loaded. */
@Singleton
public final class AbandonedFiles {

    /** What is younger may be on its way to another instance, or about to get its run there. */
    private static final Duration ABANDONED_AFTER = Duration.ofHours(1);

    private final Database database;
    private final Schema schema;
    private final RunConfig config;
    private final Clock clock;

    AbandonedFiles(Database database, Schema schema, RunConfig config, Clock clock) {
        this.database = database;
        this.schema = schema;
        this.config = config;
        this.clock = clock;
    }

    /** Removes those of these files that no unfinished run needs, however long it has waited. */
    public void remove(RunFiles files) {
        if (!config.serving() || !schema.isReady()) {
            return;
        }
        // Before it is asked which are needed: one that this process submits meanwhile has its run by then.
        List<Path> untouched = files.untouchedSince(clock.instant().minus(ABANDONED_AFTER));
        if (!untouched.isEmpty()) {
            remove(files, untouched);
        }
    }

    private void remove(RunFiles files, List<Path> untouched) {
        Set<String> needed;
        try {
            needed = neededBy(files.trigger());
        } catch (DatabaseException e) {
            // Nobody knows now which of them are needed. It is looked for them again.
            return;
        }
        untouched.stream().filter(file -> !needed.contains(file.toString())).forEach(files.folder()::delete);
    }

    private Set<String> neededBy(RunTrigger trigger) {
        return new HashSet<>(database.withConnection(
                connection -> Sql.of("""
                        select file_path
                        from ingest.run
                        where state in ('QUEUED', 'RUNNING', 'CANCELLING') and trigger = ?
                        """, trigger).list(connection, row -> row.getString("file_path"))));
    }
}
