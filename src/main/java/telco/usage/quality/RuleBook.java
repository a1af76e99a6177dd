package telco.usage.quality;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** All rules, with the limits that are set. Read at the start, so that a wrong setting is told then. */
@Startup
@Singleton
final class RuleBook {

    private final List<Rule> rules;

    RuleBook(QualityConfig config) {
        List<String> names = RuleFile.names();
        Map<String, Limits> limits = LimitSettings.parse(config.limits().orElse(""), names);
        this.rules = names.stream()
                .map(RuleFile::load)
                .map(rule -> rule.with(limits.getOrDefault(rule.name(), rule.limits())))
                .toList();
    }

    /** The rules that can be asked then, in the order of their findings. */
    List<Rule> rules(Rule.When when) {
        return rules.stream().filter(rule -> rule.when() == when).toList();
    }
}
