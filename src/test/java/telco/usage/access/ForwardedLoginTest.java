package telco.usage.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import telco.usage.testing.ServiceLog;
import telco.usage.testing.ServiceUnderTest;

/** Callers behind a proxy, which the tests are themselves. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@WithTestResource(ProtectedService.class)
class ForwardedLoginTest {

    @Test
    void wrongPasswordsBehindAProxy_slowDownTheirCallerOnly() throws IOException {
        Response slowed = await().pollInterval(Duration.ofMillis(1))
                .until(() -> logIn("203.0.113.9", "a guess"), answer -> answer.statusCode() != 401);

        assertThat(slowed.statusCode()).isEqualTo(429);
        assertThat(logIn("203.0.113.10", "a guess").statusCode()).isEqualTo(401);
        assertThat(logIn("203.0.113.9, 203.0.113.11", "a guess").statusCode()).isEqualTo(401);
        assertThat(ServiceLog.text()).contains("A login from 203.0.113.9 failed", "A login from 203.0.113.10 failed");
    }

    private static Response logIn(String forwardedFor, String password) {
        return given().header("X-Forwarded-For", forwardedFor)
                .auth()
                .preemptive()
                .basic("bert", password)
                .get("/runs");
    }
}
