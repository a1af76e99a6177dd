package telco.usage.input;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTextTest {

    @Test
    void of_staysOnOneLine() {
        assertThat(LogText.of("a\nb\r\u001b[31m\u2028\u202e.csv"))
                .isEqualTo("a\\u000ab\\u000d\\u001b[31m\\u2028\\u202e.csv");
        assertThat(LogText.of("näme 日本.csv")).isEqualTo("näme 日本.csv");
    }
}
