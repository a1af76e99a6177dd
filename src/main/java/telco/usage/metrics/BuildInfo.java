package telco.usage.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Which version runs here: always 1, the version is the label. */
@Startup
@Singleton
final class BuildInfo {

    BuildInfo(MeterRegistry registry, @ConfigProperty(name = "quarkus.application.version") String version) {
        Gauge.builder("telco.build.info", () -> 1)
                .description("The version that runs, as a label")
                .tag("version", version)
                .register(registry);
    }
}
