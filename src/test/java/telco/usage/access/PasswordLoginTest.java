package telco.usage.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.credential.PasswordCredential;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;
import telco.usage.testing.SettableClock;

class PasswordLoginTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final MeterRegistry registry = new SimpleMeterRegistry();

    @TempDir
    Path folder;

    private Path file;
    private Users users;
    private PasswordLogin login;

    @BeforeEach
    void register() throws IOException {
        file = folder.resolve("users.txt");
        Files.writeString(file, user("anna", "right"));
        AccessConfig config =
                AccessSettings.with(Map.of("users-file", file.toString(), "users", user("bert", "right")));
        users = new Users(config);
        login = new PasswordLogin(users, new CallerAddress(config), clock, registry);
    }

    private static String user(String name, String password) {
        return user(name, password, 4);
    }

    private static String user(String name, String password, int cost) {
        return name + ":" + BcryptUtil.bcryptHash(password, cost) + ":viewer";
    }

    @Test
    void rightPassword_isForgiveness_alsoWhenItIsKnownAlready() {
        logIn("anna", "right");
        for (int round = 0; round < 3; round++) {
            fail("anna", 4);
            assertThat(logIn("anna", "right").getPrincipal().getName()).isEqualTo("anna");
        }
    }

    @Test
    void rightPassword_isRefusedWhileItHasToWait() {
        logIn("anna", "right");
        fail("anna", 5);

        assertMustWait("anna", "right");
        clock.advance(Duration.ofSeconds(1));
        assertThat(logIn("anna", "right").hasRole("viewer")).isTrue();
    }

    @Test
    void fiftyWrongNames_makeTheirNetworkWait() {
        for (int i = 0; i < 50; i++) {
            fail("guess-" + i, 1);
        }
        assertMustWait("anna", "right");
        clock.advance(Duration.ofSeconds(1));
        logIn("anna", "right");
        fail("guess", 1);
        logIn("anna", "right");
    }

    @Test
    void namesThatNobodyCanHave_countAsOne() {
        for (int i = 0; i < 5; i++) {
            fail("no name " + i, 1);
        }
        assertMustWait("no name at all", "right");
        logIn("anna", "right");
    }

    @Test
    void manyGuessesAtOnce_areNotMany() {
        IntStream.range(0, 200).parallel().forEach(guess -> catchThrowable(() -> logIn("anna", "guess-" + guess)));

        assertThat(registry.get("telco.login.failures").counter().count()).isEqualTo(5);
        assertMustWait("anna", "right");
    }

    @Test
    void changedHash_makesThePasswordForgotten() throws IOException {
        logIn("anna", "right");
        change(user("anna", "another"));

        fail("anna", 1);
        logIn("anna", "another");
    }

    @Test
    void fileThatCouldNotBeRead_isTriedAgain_alsoWhenItDoesNotChange() throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        Files.delete(file);
        Files.createDirectory(file);
        users.readAgain();
        logIn("anna", "right");

        Files.delete(file);
        Files.writeString(file, user("cleo", "right"));
        Files.setLastModifiedTime(file, time);
        users.readAgain();

        logIn("cleo", "right");
        fail("anna", 1);
    }

    /** Without care it would be sixty times as long with the one hash as with the other, and no time for nobody. */
    @Test
    void wrongPassword_takesAsLong_whateverTheHashCosts_andWithoutAUser() throws IOException {
        change(user("anna", "right", 4) + "\n" + user("dora", "right", 10));
        long costly = shortestFailure("dora");
        for (String name : List.of("anna", "nobody", "no name at all")) {
            assertThat(shortestFailure(name)).as(name).isBetween(costly / 3, costly * 3);
        }
    }

    /** In time that this thread computes, for the check is made in it: what else the machine does is not counted. */
    private long shortestFailure(String name) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return IntStream.range(0, 4)
                .mapToLong(attempt -> {
                    long begin = threads.getCurrentThreadCpuTime();
                    fail(name, 1);
                    return threads.getCurrentThreadCpuTime() - begin;
                })
                .min()
                .orElseThrow();
    }

    private void change(String entry) throws IOException {
        Files.writeString(file, entry);
        users.readAgain();
    }

    /** Gives wrong passwords that are looked at. */
    private void fail(String name, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(catchThrowable(() -> logIn(name, "right?"))).isInstanceOf(AuthenticationFailedException.class);
        }
    }

    private void assertMustWait(String name, String password) {
        assertThat(catchThrowable(() -> logIn(name, password)))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.TOO_MANY_LOGINS));
    }

    private SecurityIdentity logIn(String name, String password) {
        return login.authenticate(
                        new UsernamePasswordAuthenticationRequest(name, new PasswordCredential(password.toCharArray())),
                        new InThisThread())
                .await()
                .indefinitely();
    }

    private static final class InThisThread implements AuthenticationRequestContext {

        @Override
        public Uni<SecurityIdentity> runBlocking(Supplier<SecurityIdentity> work) {
            return Uni.createFrom().item(work);
        }
    }
}
