package telco.usage.sample;

import io.smallrye.config.ConfigMapping;

/** The demonstration sample. */
@ConfigMapping(prefix = "telco.sample")
public interface SampleConfig {

    /** DEMO_DATA: whether the first start with the embedded database brings a sample. */
    boolean enabled();

    /** Whether this process runs on the embedded database. */
    boolean embeddedDatabase();
}
