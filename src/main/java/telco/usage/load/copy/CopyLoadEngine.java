package telco.usage.load.copy;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import telco.usage.jdbc.Database;
import telco.usage.load.LoadConfig;
import telco.usage.load.LoadEngine;
import telco.usage.load.UsageFile;
import telco.usage.run.Attempt;
import telco.usage.stage.Stage;

/** Streams the file once: each record is checked and goes straight into one COPY, or aside. */
@Singleton
final class CopyLoadEngine implements LoadEngine {

    private final Database database;
    private final LoadConfig config;

    CopyLoadEngine(Database database, LoadConfig config) {
        this.database = database;
        this.config = config;
    }

    @Override
    public String load(Attempt attempt, Stage stage, Instant keepFrom) {
        // One transaction from the stage's creation to its statistics: a failure leaves nothing behind.
        return database.fromTransaction(connection -> {
            stage.create(connection);
            String sha256 = copy(connection, attempt, stage, keepFrom);
            stage.analyze(connection);
            return sha256;
        });
    }

    private String copy(Connection connection, Attempt attempt, Stage stage, Instant keepFrom) throws SQLException {
        try (UsageFile file = UsageFile.open(attempt.run());
                StageCopy copy = StageCopy.into(connection, stage)) {
            new FileLoad(database, config, attempt, keepFrom).run(file.stream(), copy);
            return file.sha256();
        } catch (IOException e) {
            throw UsageFile.unreadable(attempt.run().file().name(), e);
        }
    }
}
