package telco.usage.load.copy;

import jakarta.inject.Singleton;
import java.time.Instant;
import telco.usage.jdbc.Database;
import telco.usage.load.LoadConfig;
import telco.usage.load.LoadEngine;
import telco.usage.load.UsageFile;
import telco.usage.run.Attempt;
import telco.usage.stage.Stage;

/**
 * Loads in two passes. First some threads check the file's records and spool the rows by day; then as many take day after
 * day, sort it and copy it. What sorting costs is less than what it saves: keys are built from ordered rows, duplicates
 * lie side by side, and a new day needs no merge at all.
 */
@Singleton
final class CopyLoadEngine implements LoadEngine {

    private final Database database;
    private final LoadConfig config;
    private final RowSorters sorters = new RowSorters();

    CopyLoadEngine(Database database, LoadConfig config) {
        this.database = database;
        this.config = config;
    }

    @Override
    public String load(Attempt attempt, Stage stage, Instant keepFrom) {
        try (UsageFile file = UsageFile.open(attempt.run());
                Spool spool = Spool.open(config.spoolDirectory(), config.maxDays(), attempt.run());
                Crew crew = new Crew(config.threads(), attempt)) {
            FileLoad load = new FileLoad(database, config, attempt, file, spool, crew);
            load.spool(keepFrom);
            String sha256 = file.sha256();
            load.stage(stage, sorters);
            return sha256;
        }
    }
}
