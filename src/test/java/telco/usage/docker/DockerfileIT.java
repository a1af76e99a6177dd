package telco.usage.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.elytron.security.common.BcryptUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telco.usage.testing.FilesBelow;
import telco.usage.testing.FreePort;
import telco.usage.testing.OwnPostgres;

/** The image's steps done by hand, and its command started as its user: what a container engine would do, without one. */
class DockerfileIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** A process that SIGTERM ended. */
    private static final int TERMINATED = 128 + 15;

    @TempDir
    Path root;

    @TempDir
    Path server;

    @Test
    void copiedFiles_serveAsAUserWhoOwnsTheDataAndNothingElse() throws Exception {
        Dockerfile dockerfile = Dockerfile.read();
        BuiltImage image = BuiltImage.build(dockerfile, root);
        Path output = Files.createFile(root.resolve("output.txt"));
        try (OwnPostgres postgres = OwnPostgres.start(server)) {
            postgres.newDatabase("telco");
            Map<String, String> settings = settings(postgres);
            Process service = image.start(dockerfile.only("ENTRYPOINT").words(), settings, output);
            try {
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> !service.isAlive() || isHealthy(image, dockerfile, settings));
                assertThat(service.isAlive()).as(Files.readString(output)).isTrue();

                loadThroughTheInbox(image);
                assertThat(image.home().resolve("data/log/telco_etl.log")).isNotEmptyFile();
                assertThat(image.changeable()).isEmpty();

                service.destroy();
                assertThat(service.waitFor()).as(Files.readString(output)).isEqualTo(TERMINATED);
                assertThat(isHealthy(image, dockerfile, settings)).isFalse();
            } finally {
                service.destroyForcibly().waitFor();
            }
        }
    }

    private static Map<String, String> settings(OwnPostgres postgres) throws IOException {
        Map<String, String> settings = new HashMap<>(postgres.settings("telco"));
        settings.put("HTTP_PORT", Integer.toString(FreePort.find()));
        settings.put("USERS", "anna:" + BcryptUtil.bcryptHash("secret", 4) + ":viewer");
        settings.put("INBOX_QUIET_PERIOD", "1s");
        return settings;
    }

    private boolean isHealthy(BuiltImage image, Dockerfile dockerfile, Map<String, String> settings)
            throws IOException, InterruptedException {
        return image.start(dockerfile.only("HEALTHCHECK").words(), settings, root.resolve("health.txt"))
                        .waitFor()
                == 0;
    }

    private static void loadThroughTheInbox(BuiltImage image) throws IOException {
        Path inbox = image.home().resolve("data/inbox");
        Files.writeString(
                inbox.resolve("usage.csv"), "18219,2016-01-26T07:35:34.000+02:00,DATA,7229,0,0,1,0.000976,2016-01\n");
        await().atMost(PATIENCE).until(() -> isFiled(inbox.resolve("archive")));
    }

    private static boolean isFiled(Path archive) {
        return FilesBelow.of(archive).stream().anyMatch(file -> file.endsWith("usage.csv"));
    }
}
