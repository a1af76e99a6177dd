package telco.usage.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import telco.usage.testing.ServiceUnderTest;

/** Whoever sends many passwords at once takes no thread from others. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@WithTestResource(ProtectedService.class)
class ManyLoginsTest {

    /** More than the service has threads for. */
    private static final int CALLERS = 40;

    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

    @Inject
    PasswordLogin login;

    @AfterEach
    void sendHome() {
        callers.shutdownNow();
    }

    @Test
    void wrongPasswordsAtOnce_areRefused_andKnownLoginsServed() throws Exception {
        assertThat(logIn("vera", "vera-secret").statusCode()).isEqualTo(200);
        List<Future<Response>> guesses;
        // One is checked after the other: while we are at it, none is.
        synchronized (login) {
            guesses = Stream.generate(() -> callers.submit(() -> logIn("a-crowd", "a guess")))
                    .limit(CALLERS)
                    .toList();
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> answered(guesses).size() == CALLERS - PasswordLogin.PLACES);

            assertThat(logIn("vera", "vera-secret").statusCode()).isEqualTo(200);
            assertThat(given().get("/q/health").statusCode()).isEqualTo(200);
            for (Future<Response> refused : answered(guesses)) {
                assertThat(refused.get().statusCode()).isEqualTo(429);
                assertThat(refused.get().jsonPath().getString("code")).isEqualTo("TOO_MANY_LOGINS");
                assertThat(refused.get().getHeader("Retry-After")).isEqualTo("1");
            }
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> answered(guesses).size() == CALLERS);
        assertThat(logIn("adam", "adam-secret").statusCode()).isEqualTo(200);
    }

    private static List<Future<Response>> answered(List<Future<Response>> guesses) {
        return guesses.stream().filter(Future::isDone).toList();
    }

    private static Response logIn(String name, String password) {
        return given().auth().preemptive().basic(name, password).get("/runs");
    }
}
