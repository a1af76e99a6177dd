package telco.usage.quality;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import telco.usage.quality.anomaly.Anomalies;
import telco.usage.quality.anomaly.FigureStore;
import telco.usage.quality.anomaly.FileFigures;
import telco.usage.quality.anomaly.Judgement;
import telco.usage.run.Attempt;
import telco.usage.run.CheckOutcome;
import telco.usage.run.CheckResult;
import telco.usage.run.Finding;
import telco.usage.run.Sample;
import telco.usage.stage.Stage;

/** Compares the file with those before it, and leaves in the attempt what is unusual. */
@Singleton
final class AnomalyCheck {

    /** Some of the earlier files cover another number of days, or lie in another week of their month. */
    private static final int LOOK_BACK = 5;

    private final RuleBook book;
    private final AnomalyConfig config;

    AnomalyCheck(RuleBook book, AnomalyConfig config) {
        this.book = book;
        this.config = config;
    }

    void perform(Connection connection, Attempt attempt) throws SQLException {
        if (config.history() == 0 || attempt.run().replay() != null) {
            return;
        }
        FigureStore.keep(connection, new Stage(attempt.runId(), attempt.stagedBy()));
        List<FileFigures> file = FigureStore.of(connection, attempt.runId());
        if (file.isEmpty()) {
            return;
        }
        List<FileFigures> before = FigureStore.before(connection, attempt.runId(), LOOK_BACK * config.history());
        for (Judgement judgement : Anomalies.judge(file.get(0), before, config.history(), config.limit())) {
            report(attempt, judgement);
        }
    }

    private void report(Attempt attempt, Judgement judgement) {
        int count = judgement.unusual().size();
        CheckOutcome outcome = book.limits(judgement.check()).outcome(count, judgement.judged());
        attempt.add(new CheckResult(judgement.check(), outcome, count, judgement.judged()));
        if (outcome != CheckOutcome.PASSED) {
            attempt.add(new Finding(
                    judgement.check(),
                    outcome.severity(),
                    count,
                    judgement.judged(),
                    "Unlike the files before it: %s%s."
                            .formatted(judgement.unusual().get(0), count == 1 ? "" : ", and " + (count - 1) + " more"),
                    judgement.unusual().stream()
                            .limit(Finding.MOST_SAMPLES)
                            .map(each -> new Sample(null, each))
                            .toList()));
        }
    }
}
