package telco.usage.load.copy;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import telco.usage.jdbc.Database;
import telco.usage.load.FormatConfig;
import telco.usage.load.LoadConfig;
import telco.usage.load.LoadEngine;
import telco.usage.load.PlausibilityConfig;
import telco.usage.load.UsageFile;
import telco.usage.load.text.UsageText;
import telco.usage.run.Attempt;
import telco.usage.run.Run;
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
    private final FormatConfig format;
    private final PlausibilityConfig plausible;
    private final Clock clock;
    private final RowSorters sorters = new RowSorters();

    CopyLoadEngine(
            Database database, LoadConfig config, FormatConfig format, PlausibilityConfig plausible, Clock clock) {
        this.database = database;
        this.config = config;
        this.format = format;
        this.plausible = plausible;
        this.clock = clock;
    }

    @Override
    public String load(Attempt attempt, Stage stage, Instant keepFrom) {
        Run run = attempt.run();
        try (UsageFile file = UsageFile.open(run);
                UsageText text = UsageText.open(file, format);
                Spool spool = Spool.open(config.spoolDirectory(), config.maxDays(), file.name(), room(text));
                SourceText source = new SourceText(file, text, spool);
                Crew crew = new Crew(config.threads(), attempt)) {
            FileLoad load = new FileLoad(database, config, plausible, attempt, source, spool, crew);
            load.spool(keepFrom);
            String sha256 = file.sha256();
            load.stage(stage, sorters, clock.instant());
            return sha256;
        } catch (IOException e) {
            throw UsageFile.unreadable(run.file().name(), e);
        }
    }

    private static long room(UsageText text) {
        return text.isFileItself()
                ? Spool.bytesFor(text.expectedBytes(0))
                : Spool.bytesForCopied(text.expectedBytes(0));
    }
}
