package telco.usage.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telco.usage.run.CheckOutcome;

class LimitSettingsTest {

    private static final List<String> CHECKS = List.of("future_events", "negative_charge");

    @Test
    void setting_givesTheLimitsOfTheChecksItNames() {
        Map<String, Limits> limits =
                LimitSettings.parse(" future_events = warning:2 , error:5% ; negative_charge=off;", CHECKS);
        assertThat(limits).containsOnlyKeys("future_events", "negative_charge");
        assertThat(limits.get("future_events").outcome(1, 1000)).isEqualTo(CheckOutcome.PASSED);
        assertThat(limits.get("future_events").outcome(2, 1000)).isEqualTo(CheckOutcome.WARNING);
        assertThat(limits.get("future_events").outcome(49, 1000)).isEqualTo(CheckOutcome.WARNING);
        assertThat(limits.get("future_events").outcome(50, 1000)).isEqualTo(CheckOutcome.ERROR);
        assertThat(limits.get("negative_charge").outcome(1000, 1000)).isEqualTo(CheckOutcome.PASSED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            future_events           | 'future_events' is no limit, expected check=severity:limit
            past_events=error:1     | there is no check 'past_events', only future_events, negative_charge
            future_events=fatal:1   | 'fatal' is no severity, expected info, warning or error
            future_events=error     | '' is no limit
            future_events=error:-1  | '-1' is no limit, expected a number of rows like 1 or a share like 5%
            future_events=error:5 % | '5 %' is no limit
            future_events=          | '' is no severity
            """)
    void wrongSetting_isRefusedByItsPart(String setting, String message) {
        assertThatThrownBy(() -> LimitSettings.parse(setting, CHECKS))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("QUALITY_LIMITS")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, true",
        "2, 1, 1000, false",
        "5%, 1, 20, true",
        "5%, 1, 21, false",
        "5%, 0, 100, false",
        // One of a handful is a large share and says nothing.
        "5%, 19, 19, false",
        "100%, 20, 20, true",
        "100%, 1, 1, true",
        "100%, 999, 1000, false",
        "0.1%, 1, 1000, true",
        "0, 0, 1000, false"
    })
    void limit_isReached(String limit, long count, long checked, boolean reached) {
        assertThat(Limit.parse(limit).isReached(count, checked)).isEqualTo(reached);
    }
}
