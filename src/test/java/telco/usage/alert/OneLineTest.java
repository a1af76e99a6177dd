package telco.usage.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {

    @Test
    void of_lineEndsAndHiddenCharacters_areQuestionMarks() {
        assertThat(OneLine.of("a\r\nBcc: x@y\tz\u0000\u2028\u202e\u200b", 100)).isEqualTo("a??Bcc: x@y?z????");
    }

    @Test
    void of_otherAlphabets_stay() {
        assertThat(OneLine.of("Verbräuche März 📞.csv", 100)).isEqualTo("Verbräuche März 📞.csv");
    }

    @Test
    void of_longText_isCutBetweenCharacters() {
        assertThat(OneLine.of("abcdef", 6)).isEqualTo("abcdef");
        assertThat(OneLine.of("abcdefg", 6)).isEqualTo("abcde…");
        assertThat(OneLine.of("abcd📞efg", 6)).isEqualTo("abcd…");
    }
}
