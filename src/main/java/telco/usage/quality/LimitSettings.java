package telco.usage.quality;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import telco.usage.run.Severity;

/**
 * Reads QUALITY_LIMITS: {@code future_events=warning:1%,error:5%; negative_charge=error:1; extreme_duration=off}. A check
 * that is named has only the limits named there; one that is off only counts.
 */
final class LimitSettings {

    private static final String SETTING = "QUALITY_LIMITS";

    private LimitSettings() {}

    /**
     * The limits by check.
     *
     * @param checks the names that there are
     * @throws ConfigurationException that says which part is wrong and what it could be
     */
    static Map<String, Limits> parse(String text, Collection<String> checks) {
        Map<String, Limits> limits = new LinkedHashMap<>();
        for (String part : text.split(";")) {
            if (part.isBlank()) {
                continue;
            }
            String[] sides = part.strip().split("\\s*=\\s*", 2);
            if (sides.length < 2) {
                throw new ConfigurationException(
                        "%s: '%s' is no limit, expected check=severity:limit like future_events=error:5%%"
                                .formatted(SETTING, part.strip()));
            }
            if (!checks.contains(sides[0])) {
                throw new ConfigurationException(
                        "%s: there is no check '%s', only %s".formatted(SETTING, sides[0], String.join(", ", checks)));
            }
            limits.put(sides[0], limits(sides[1].strip()));
        }
        return limits;
    }

    private static Limits limits(String text) {
        Limits limits = Limits.NONE;
        if (text.equals("off")) {
            return limits;
        }
        for (String part : text.split("\\s*,\\s*")) {
            String[] sides = part.split("\\s*:\\s*", 2);
            try {
                limits = limits.with(severity(sides[0]), Limit.parse(sides.length == 2 ? sides[1] : ""));
            } catch (IllegalArgumentException e) {
                throw new ConfigurationException("%s: '%s': %s".formatted(SETTING, part, e.getMessage()));
            }
        }
        return limits;
    }

    private static Severity severity(String text) {
        return Arrays.stream(Severity.values())
                .filter(severity -> severity.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("'" + text + "' is no severity, expected info, warning or error"));
    }
}
