package telco.usage.quality;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import telco.usage.quality.anomaly.Anomalies;
import telco.usage.run.Severity;

/** All rules, and the limits of all checks, with those that are set. Read at the start, so that a wrong setting is told then. */
@Startup
@Singleton
final class RuleBook {

    private static final Limits ANOMALY = Limits.NONE.with(Severity.WARNING, Limit.parse("1"));

    private final List<Rule> rules;
    private final Map<String, Limits> changed;

    RuleBook(QualityConfig config) {
        List<String> names = RuleFile.names();
        List<String> all =
                Stream.concat(names.stream(), Anomalies.CHECKS.stream()).toList();
        this.changed = LimitSettings.parse(config.limits().orElse(""), all);
        this.rules = names.stream()
                .map(RuleFile::load)
                .map(rule -> rule.with(changed.getOrDefault(rule.name(), rule.limits())))
                .toList();
    }

    /** The limits of a check that is no rule but a comparison with the past. */
    Limits limits(String anomaly) {
        return changed.getOrDefault(anomaly, ANOMALY);
    }

    /** The rules that can be asked then, in the order of their findings. */
    List<Rule> rules(Rule.When when) {
        return rules.stream().filter(rule -> rule.when() == when).toList();
    }
}
