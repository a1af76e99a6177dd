package telco.usage.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MailSettingsTest {

    @Test
    void of_receivers_areTrimmedAndBlankOnesLeftOut() {
        MailSettings settings = MailSettings.of(
                config("mail.example.com", " loader@example.com ", " ops@example.com, ,data@example.com ,"));
        assertThat(settings.complete()).isTrue();
        assertThat(settings.sender()).isEqualTo("loader@example.com");
        assertThat(settings.receivers()).containsExactly("ops@example.com", "data@example.com");
    }

    @Test
    void of_nothing_namesAllThatIsMissing() {
        MailSettings settings = MailSettings.of(config(null, "  ", " , "));
        assertThat(settings.complete()).isFalse();
        assertThat(settings.missingNames()).isEqualTo("SMTP_SERVER, ALERT_SENDER_EMAIL, ALERT_RECEIVER_EMAIL");
    }

    private static AlertConfig config(String server, String sender, String receivers) {
        return new AlertConfig() {
            @Override
            public Optional<String> server() {
                return Optional.ofNullable(server);
            }

            @Override
            public Optional<String> sender() {
                return Optional.ofNullable(sender);
            }

            @Override
            public Optional<String> receivers() {
                return Optional.ofNullable(receivers);
            }

            @Override
            public Duration timeout() {
                return Duration.ofSeconds(1);
            }
        };
    }
}
