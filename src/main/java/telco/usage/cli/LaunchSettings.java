package telco.usage.cli;

import io.smallrye.config.DotEnvConfigSourceProvider;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;

/**
 * What must be known before Quarkus starts, read from where Quarkus reads its settings: system properties, the
 * environment, {@code .env} in the working directory. An empty value counts as unset.
 *
 * @param dataDirectory where the embedded database keeps its files
 * @param embedded true when no database server is named
 * @param encrypted true when there is a certificate: then the API is served over TLS, and only so
 */
record LaunchSettings(Path dataDirectory, boolean embedded, boolean encrypted) {

    static LaunchSettings read() {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultSources()
                .withSources(new DotEnvConfigSourceProvider())
                .build();
        // getOptionalValue takes an empty value for none.
        return new LaunchSettings(
                Path.of(config.getOptionalValue("DATA_DIR", String.class).orElse("data")),
                config.getOptionalValue("TELCO_DATABASE_HOST", String.class).isEmpty(),
                config.getOptionalValue("HTTPS_CERTIFICATE_FILE", String.class).isPresent());
    }
}
