package telco.usage.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * The service with a database of its own that does nothing by itself: no worker, no poller, no sample. For tests that
 * drive one of these by hand.
 */
public final class NotServing implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("telco.run.serving", "false");
    }
}
