package telco.usage.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAreaTest {

    @ParameterizedTest
    @ValueSource(strings = {"none", " none "})
    void none_opensNothing(String setting) {
        assertThat(OpenArea.parse(setting)).isEmpty();
    }

    @Test
    void names_openWhatTheyName() {
        assertThat(OpenArea.parse("docs, health")).containsExactlyInAnyOrder(OpenArea.DOCS, OpenArea.HEALTH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"health,none", "none,none", "None", "all"})
    void whatItCannotBe_isRefused(String setting) {
        assertThatThrownBy(() -> OpenArea.parse(setting))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("OPEN_WITHOUT_LOGIN: '")
                .hasMessageContaining("health, metrics and docs");
    }
}
