package telco.usage.quality;

import jakarta.inject.Singleton;
import telco.usage.jdbc.Database;
import telco.usage.run.Attempt;
import telco.usage.run.Step;
import telco.usage.run.StepName;
import telco.usage.run.StepState;

/** QUALITY: judges what was staged and what was kept aside, before anybody sees it. */
@Singleton
final class QualityStep implements Step {

    private final Database database;
    private final RuleCheck rules;
    private final AnomalyCheck anomalies;

    QualityStep(Database database, RuleCheck rules, AnomalyCheck anomalies) {
        this.database = database;
        this.rules = rules;
        this.anomalies = anomalies;
    }

    @Override
    public StepName name() {
        return StepName.QUALITY;
    }

    @Override
    public StepState perform(Attempt attempt) {
        database.inTransaction(connection -> {
            rules.perform(connection, attempt, Rule.When.STAGED);
            anomalies.perform(connection, attempt);
        });
        QualityGate.require(attempt);
        return StepState.SUCCEEDED;
    }
}
