package telco.usage.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BlankIsUnsetTest {

    private static final SmallRyeConfig CONFIG = new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .addDiscoveredInterceptors()
            .withSources(new PropertiesConfigSource(
                    Map.of(
                            "BLANK", " ",
                            "EMPTY", "",
                            "SET", "mail.example.com",
                            "TAB", "\t",
                            "host.blank", "${BLANK:localhost}",
                            "host.empty", "${EMPTY:localhost}",
                            "host.set", "${SET:localhost}",
                            "delimiter", "${TAB:,}"),
                    "test",
                    100))
            .build();

    @Test
    void blankAndEmptySettings_haveTheirDefault() {
        assertThat(CONFIG.getValue("host.blank", String.class)).isEqualTo("localhost");
        assertThat(CONFIG.getValue("host.empty", String.class)).isEqualTo("localhost");
    }

    @Test
    void otherSettings_keepTheirValue() {
        assertThat(CONFIG.getValue("host.set", String.class)).isEqualTo("mail.example.com");
        assertThat(CONFIG.getValue("delimiter", String.class)).isEqualTo("\t");
    }
}
