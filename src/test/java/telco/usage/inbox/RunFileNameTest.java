package telco.usage.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunFileNameTest {

    @Test
    void text_isReadBack() {
        for (String name : List.of("usage.csv", "17-usage.csv", "with space.csv", "näme-日本.csv", "two\nlines", "-")) {
            assertThat(RunFileName.parse(new RunFileName(17, name).text())).contains(new RunFileName(17, name));
        }
        assertThat(RunFileName.parse(Integer.MAX_VALUE + "-x")).contains(new RunFileName(Integer.MAX_VALUE, "x"));
    }

    @Test
    void parse_namesOfNoRun_areEmpty() {
        for (String text :
                List.of("usage.csv", "17", "17-", "-17-usage.csv", "017-usage.csv", "2999999999-usage.csv")) {
            assertThat(RunFileName.parse(text)).as(text).isEmpty();
        }
    }

    @Test
    void text_ofALongName_keepsIdAndExtension() {
        for (String stem : List.of("a", "é", "日", "😀")) {
            int repeated = 251 / stem.getBytes(StandardCharsets.UTF_8).length;
            String text = new RunFileName(1234567, stem.repeat(repeated) + ".csv").text();

            assertThat(text).startsWith("1234567-" + stem).endsWith(stem + ".csv");
            assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(236, 239);
        }
        assertThat(new RunFileName(7, "a".repeat(255)).text()).isEqualTo("7-" + "a".repeat(237));
        assertThat(new RunFileName(7, "a." + "b".repeat(253)).text())
                .hasSize(239)
                .startsWith("7-a.b");
    }

    @Test
    void text_numbered_isAnotherName() {
        assertThat(new RunFileName(17, "usage.csv").text(1)).isEqualTo("17-usage.csv");
        assertThat(new RunFileName(17, "usage.csv").text(2)).isEqualTo("17-2-usage.csv");
    }

    @Test
    void name_thatCannotBeStored_getsUnderscores() {
        assertThat(new RunFileName(17, "us\0age.csv").name()).isEqualTo("us_age.csv");
    }
}
