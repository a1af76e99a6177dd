package telco.usage.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import telco.usage.testing.ServiceLog;
import telco.usage.testing.ServiceUnderTest;

/** Users come and go while the service is at work. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@WithTestResource(ProtectedService.class)
class UsersFileTest {

    @Test
    void usersFile_isReadAgain_andAWrongOneChangesNothing() throws IOException {
        String before = Files.readString(ProtectedService.usersFile);
        try {
            replaceUsers(before + ProtectedService.user("nina", "viewer") + "\n");
            await().atMost(Duration.ofMinutes(1)).until(() -> ServiceLog.text().contains("USERS_FILE has changed"));
            assertThat(statusFor("nina")).isEqualTo(200);
            replaceUsers("not a user");
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> ServiceLog.text().contains("The users stay as they were"));
            assertThat(statusFor("olga")).isEqualTo(200);
        } finally {
            replaceUsers(before);
        }
    }

    /** At once: the service may look at any moment. */
    private static void replaceUsers(String content) throws IOException {
        Path next = ProtectedService.usersFile.resolveSibling("users.next");
        Files.move(Files.writeString(next, content), ProtectedService.usersFile, StandardCopyOption.ATOMIC_MOVE);
    }

    private static int statusFor(String name) {
        return given().auth()
                .preemptive()
                .basic(name, name + "-secret")
                .get("/runs")
                .statusCode();
    }
}
