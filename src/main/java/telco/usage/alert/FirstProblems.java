package telco.usage.alert;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import telco.usage.jdbc.Database;
import telco.usage.jdbc.DatabaseException;
import telco.usage.run.Finding;
import telco.usage.run.FirstRejects;
import telco.usage.run.Run;

/** The first few things wrong with a run, each in one line: its findings, the grave ones first, then its first rejects. */
@Singleton
final class FirstProblems {

    private static final int LIMIT = 5;
    private static final int LINE_LENGTH = 300;

    private final Database database;

    FirstProblems(Database database) {
        this.database = database;
    }

    List<String> of(Run run) {
        List<String> problems = new ArrayList<>();
        run.findings().stream()
                .filter(finding -> Attention.isNeededFor(finding.severity()))
                .sorted((one, other) -> other.severity().compareTo(one.severity()))
                .limit(LIMIT)
                .forEach(finding -> problems.add(line(finding)));
        if (problems.size() < LIMIT) {
            problems.addAll(rejects(run.id(), LIMIT - problems.size()));
        }
        return problems;
    }

    /** A mail that lacks them is better than none: the database may be what failed. */
    private List<String> rejects(int runId, int limit) {
        try {
            return database.withConnection(connection -> FirstRejects.of(connection, runId, limit)).stream()
                    .map(reject -> OneLine.of(reject.toString(), LINE_LENGTH))
                    .toList();
        } catch (DatabaseException e) {
            return List.of(
                    OneLine.of("The rejects could not be read from the database: " + e.getMessage(), LINE_LENGTH));
        }
    }

    private static String line(Finding finding) {
        return OneLine.of(
                "%s %s (%d of %d rows): %s"
                        .formatted(
                                finding.severity(),
                                finding.check(),
                                finding.count(),
                                finding.checked(),
                                finding.message()),
                LINE_LENGTH);
    }
}
