package telco.usage.database;

import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** {@code /q/health/ready}: whether the database can be worked with, and why not. Asks nobody, so it answers at once. */
@Readiness
@Singleton
final class DatabaseReadiness implements HealthCheck {

    private final DatabaseStatus database;

    DatabaseReadiness(DatabaseStatus database) {
        this.database = database;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> trouble = database.trouble();
        var answer = HealthCheckResponse.named("database").status(trouble.isEmpty());
        trouble.ifPresent(reason -> answer.withData("reason", reason));
        return answer.build();
    }
}
