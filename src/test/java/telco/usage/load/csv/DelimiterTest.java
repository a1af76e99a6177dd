package telco.usage.load.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class DelimiterTest {

    @Test
    void isACharacterThatNoValueNeeds() {
        assertThat(Delimiter.named("\\t")).isEqualTo(Delimiter.named("\t")).isEqualTo(Delimiter.named("TAB"));
        for (String name : List.of("a", "1", ".", "-", "+", ":", "\"", " ", "\n", "é", ",,", "auto")) {
            assertThatThrownBy(() -> Delimiter.named(name))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("CSV_DELIMITER: '" + name + "'");
        }
    }
}
