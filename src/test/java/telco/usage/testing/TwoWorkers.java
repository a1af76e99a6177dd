package telco.usage.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The service that works on two runs at a time. */
public final class TwoWorkers implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("RUN_CONCURRENCY", "2");
    }
}
