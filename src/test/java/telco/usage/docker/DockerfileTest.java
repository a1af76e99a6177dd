package telco.usage.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telco.usage.docker.Dockerfile.Step;

/** What linters of Dockerfiles look for, as far as it matters to this one. */
class DockerfileTest {

    private static final Set<String> INSTRUCTIONS = Set.of(
            "FROM", "ARG", "RUN", "WORKDIR", "COPY", "ENV", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT");

    private Dockerfile dockerfile;

    @BeforeEach
    void read() throws IOException {
        dockerfile = Dockerfile.read();
    }

    @Test
    void instructions_areKnownAndBeginWithAnImageOfOneVersion() {
        assertThat(dockerfile.steps()).extracting(Step::instruction).allMatch(INSTRUCTIONS::contains);
        assertThat(dockerfile.steps().get(0).instruction()).isEqualTo("FROM");
        assertThat(dockerfile.only("FROM").rest())
                .matches("[a-z-]+:\\d+\\.\\d+\\.\\S+")
                .doesNotContain("latest");
    }

    @Test
    void commands_areListsSoThatSignalsReachThem() {
        assertThat(dockerfile.only("ENTRYPOINT").words()).startsWith("java");
        assertThat(dockerfile.only("HEALTHCHECK").words()).containsExactly("healthcheck");
        assertThat(dockerfile.only("HEALTHCHECK").rest()).contains("--interval=", "--timeout=", "--start-period=");
    }

    @Test
    void nothingRunsAsRootBehindTheLastStep() {
        List<String> order = dockerfile.steps().stream().map(Step::instruction).toList();
        assertThat(order.lastIndexOf("RUN")).isLessThan(order.indexOf("USER"));
        assertThat(order.lastIndexOf("COPY")).isLessThan(order.indexOf("USER"));
        assertThat(order.indexOf("USER")).isLessThan(order.indexOf("ENTRYPOINT"));
        assertThat(dockerfile.only("USER").rest()).isEqualTo("$UID:$GID");
        assertThat(dockerfile.argument("UID")).matches("[1-9]\\d+");
        assertThat(dockerfile.argument("GID")).matches("[1-9]\\d+");
    }

    @Test
    void steps_fetchNothingAndHaveNoSecrets() {
        assertThat(dockerfile.all("RUN"))
                .allSatisfy(
                        step -> assertThat(step.rest()).doesNotContain("curl", "wget", "apt-get", "sudo", "chmod 777"));
        assertThat(dockerfile.environment().keySet())
                .noneMatch(name -> name.matches(".*(PASSWORD|SECRET|KEY|USERS).*"));
        assertThat(dockerfile.only("WORKDIR").rest()).startsWith("/");
    }

    /** A pattern that is left out there would make the copy fail, in a build that takes minutes. */
    @Test
    void whatIsCopied_isNotKeptFromTheBuild() throws IOException {
        List<String> kept = Files.readAllLines(Path.of(".dockerignore")).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();
        assertThat(dockerfile.all("COPY"))
                .allSatisfy(step -> assertThat(step.copied())
                        .first()
                        .satisfies(source -> assertThat(kept).anyMatch(source::startsWith)));
    }

    @Test
    void wholeFolderData_isAVolumeThatTheUserOwns() {
        String folder = dockerfile.only("WORKDIR").rest() + "/data";
        assertThat(dockerfile.only("VOLUME").rest()).isEqualTo(folder);
        assertThat(dockerfile.all("RUN"))
                .anySatisfy(step -> assertThat(step.rest()).contains("install -d -o telco -g telco " + folder));
        assertThat(dockerfile.environment()).allSatisfy((name, value) -> {
            if (name.endsWith("_DIR") || name.endsWith("_FILE")) {
                assertThat(FileSystems.getDefault().getPath(value).startsWith("data"))
                        .isTrue();
            }
        });
    }
}
