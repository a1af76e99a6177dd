package telco.usage.access;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** The settings of a service on this machine, for tests without one. */
final class AccessSettings {

    private AccessSettings() {}

    /** @param further by their names behind {@code telco.access.} */
    static AccessConfig with(Map<String, String> further) {
        SmallRyeConfigBuilder settings = new SmallRyeConfigBuilder()
                .withMapping(AccessConfig.class)
                .withDefaultValue("telco.access.unprotected", "false")
                .withDefaultValue("telco.access.listening", "true")
                .withDefaultValue("telco.access.host", "127.0.0.1");
        further.forEach((name, value) -> settings.withDefaultValue("telco.access." + name, value));
        return settings.build().getConfigMapping(AccessConfig.class);
    }
}
