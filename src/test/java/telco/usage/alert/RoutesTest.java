package telco.usage.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.run.AlertDelivery.Channel;
import telco.usage.run.Severity;

class RoutesTest {

    private static final String HOOK = "https://chat.example.com/hook/secret";

    /** What the tests set; the rest is as it is without settings. */
    record Settings(
            Optional<String> receivers,
            Optional<String> webhookUrl,
            Optional<String> routes,
            Optional<String> webhookAllowedHosts)
            implements AlertConfig {

        static Settings of(String receivers, String webhookUrl, String routes) {
            return new Settings(
                    Optional.ofNullable(receivers),
                    Optional.ofNullable(webhookUrl),
                    Optional.ofNullable(routes),
                    Optional.empty());
        }

        static Settings ofWebhook(String webhookUrl, String allowedHosts) {
            return new Settings(
                    Optional.empty(), Optional.of(webhookUrl), Optional.empty(), Optional.ofNullable(allowedHosts));
        }

        @Override
        public Optional<String> server() {
            return Optional.of("mail.example.com");
        }

        @Override
        public Optional<String> sender() {
            return Optional.of("loader@example.com");
        }

        @Override
        public Duration checkInterval() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(30);
        }

        @Override
        public Optional<String> webhookSecret() {
            return Optional.empty();
        }

        @Override
        public Duration webhookTimeout() {
            return Duration.ofSeconds(30);
        }

        @Override
        public Duration groupWindow() {
            return Duration.ofHours(1);
        }

        @Override
        public Duration giveUpAfter() {
            return Duration.ofHours(24);
        }

        @Override
        public String publicUrl() {
            return "http://localhost:8080";
        }
    }

    @Test
    void withoutRules_everybodyGetsAllFromWarningOn() {
        Routes routes = Routes.of(Settings.of(" a@x.org,, b@x.org", HOOK, null));
        assertThat(routes.targets(Audience.DATA, Severity.INFO)).isEmpty();
        assertThat(routes.targets(Audience.DATA, Severity.WARNING))
                .containsExactly(
                        new Target(Channel.MAIL, "a@x.org"),
                        new Target(Channel.MAIL, "b@x.org"),
                        new Target(Channel.WEBHOOK, HOOK));
        assertThat(Routes.of(Settings.of(null, null, null)).areEmpty()).isTrue();
    }

    @Test
    void rules_chooseByAudienceAndSeverity_andNobodyIsToldTwice() {
        Routes routes = Routes.of(Settings.of(
                "ignored@x.org",
                HOOK,
                "PROVIDER:WARNING=mail:files@x.org; *:ERROR=mail:night@x.org,webhook; DATA:INFO = mail:night@x.org;"));
        assertThat(routes.targets(Audience.PROVIDER, Severity.WARNING))
                .containsExactly(new Target(Channel.MAIL, "files@x.org"));
        assertThat(routes.targets(Audience.DATA, Severity.ERROR))
                .containsExactly(new Target(Channel.MAIL, "night@x.org"), new Target(Channel.WEBHOOK, HOOK));
        assertThat(routes.targets(Audience.OPERATIONS, Severity.WARNING)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            NOBODY:ERROR=mail:a@x.org | 'NOBODY:ERROR=mail:a@x.org' is no rule, expected AUDIENCE:SEVERITY=
            DATA:FATAL=mail:a@x.org   | 'DATA:FATAL=mail:a@x.org' is no rule
            DATA=mail:a@x.org         | 'DATA=mail:a@x.org' is no rule
            DATA:ERROR=a@x.org        | 'DATA:ERROR=a@x.org' is no rule
            DATA:ERROR=webhook        | wants a webhook, but WEBHOOK_URL is not set
            """)
    void wrongRule_isRefused(String rules, String message) {
        assertThatThrownBy(() -> Routes.of(Settings.of("a@x.org", null, rules)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("ALERT_ROUTES: ")
                .hasMessageContaining(message);
    }

    @Test
    void wrongWebhook_isRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> Routes.of(Settings.of(null, "chat.example.com/hook/secret", null)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("WEBHOOK_URL: expected")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "169.254.169.254",
                "0.0.0.0",
                "[::1]",
                "[fd00::1]",
                "[::ffff:169.254.169.254]",
                "[64:ff9b::a9fe:a9fe]",
                "localhost",
                "LOCALHOST.",
                "printer.localhost"
            })
    void webhookThatCanOnlyBeNear_isRefusedUntilItIsAllowed(String host) {
        String url = "http://" + host + ":8080/hook/secret";
        assertThatThrownBy(() -> Routes.of(Settings.ofWebhook(url, "other.example.com,192.0.2.0/24")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("WEBHOOK_URL: " + host + " is no public address;")
                .hasMessageContaining("WEBHOOK_ALLOWED_HOSTS")
                .hasMessageNotContaining("secret");
        String allowed =
                "10.0.0.0/8, 127.0.0.0/8, 169.254.169.254, 0.0.0.0, ::1, fd00::/8, 64:ff9b::/96, printer.localhost";
        assertThat(Routes.of(Settings.ofWebhook(url, allowed)).targets(Audience.DATA, Severity.ERROR))
                .containsExactly(new Target(Channel.WEBHOOK, url));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "fd00::/129", "10.0.0/8", "http://hook", "256.1.1.1", "a b"})
    void wrongAllowedHost_isRefused(String allowed) {
        assertThatThrownBy(() -> Routes.of(Settings.ofWebhook(HOOK, "hook.example.com," + allowed)))
                .hasMessageStartingWith("WEBHOOK_ALLOWED_HOSTS: '" + allowed + "' is neither");
    }
}
