package telco.usage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {

    @Test
    void parse_nothingStartsTheService() throws Exception {
        assertThat(Arguments.parse()).isEqualTo(new Arguments(null, false, false, false, false));
        assertThat(Arguments.parse().isOneShot()).isFalse();
    }

    @Test
    void parse_fileInBothSpellings() throws Exception {
        Arguments expected = new Arguments(Path.of("usage.csv"), false, false, false, false);

        assertThat(Arguments.parse("--csv-path", "usage.csv")).isEqualTo(expected);
        assertThat(Arguments.parse("--csv-path=usage.csv")).isEqualTo(expected);
        assertThat(expected.isOneShot()).isTrue();
    }

    @Test
    void parse_optionsInAnyOrder() throws Exception {
        assertThat(Arguments.parse("--force", "--csv-path", "a b.csv", "--validate-only"))
                .isEqualTo(new Arguments(Path.of("a b.csv"), true, true, false, false));
    }

    @Test
    void parse_help() throws Exception {
        assertThat(Arguments.parse("--help").help()).isTrue();
        assertThat(Arguments.parse("-h").help()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            --csvpath usage.csv,            unknown argument: --csvpath
            usage.csv,                      unknown argument: usage.csv
            --csv-path,                     --csv-path needs a file
            --csv-path=,                    --csv-path needs a file
            --csv-path --force,             --csv-path needs a file
            --force,                        --force and --validate-only need --csv-path
            --csv-path a.csv --Force,       unknown argument: --Force
            """)
    void parse_saysWhatIsWrong(String commandLine, String message) {
        assertThatThrownBy(() -> Arguments.parse(commandLine.split(" ")))
                .isInstanceOf(Arguments.UsageException.class)
                .hasMessage(message);
    }
}
