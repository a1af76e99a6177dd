package telco.usage.access;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;
import telco.usage.time.Monotonic;

/**
 * Lets in who gives the name and password of a user. Whoever gives wrong ones is slowed down: for this name from this
 * network after five, and from this network whatever the names after fifty. Whoever comes while many passwords wait to be
 * checked is sent away, unless their login is known already.
 */
@Singleton
final class PasswordLogin implements IdentityProvider<UsernamePasswordAuthenticationRequest> {

    private static final Logger LOG = Logger.getLogger(PasswordLogin.class);
    private static final int FREE_BY_NAME = 5;
    private static final int FREE_BY_NETWORK = 50;

    /** So many logins wait for their check at the most; Vert.x has twenty threads for such work. */
    static final int PLACES = 16;

    private final Users users;
    private final CallerAddress callers;
    private final WaitingRoom waiting = new WaitingRoom(PLACES, PasswordLogin::tooManyAtOnce);
    private final VerifiedLogins verified = new VerifiedLogins();
    private final BackOff byName;
    private final BackOff byNetwork;
    private final Counter failures;

    PasswordLogin(Users users, CallerAddress callers, @Monotonic Clock clock, MeterRegistry registry) {
        this.users = users;
        this.callers = callers;
        this.byName = new BackOff(clock, FREE_BY_NAME);
        this.byNetwork = new BackOff(clock, FREE_BY_NETWORK);
        this.failures = Counter.builder("telco.login.failures")
                .description("Logins with a wrong name or password")
                .register(registry);
    }

    @Override
    public Class<UsernamePasswordAuthenticationRequest> getRequestType() {
        return UsernamePasswordAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            UsernamePasswordAuthenticationRequest request, AuthenticationRequestContext context) {
        Attempt attempt = Attempt.of(
                request.getUsername(), new String(request.getPassword().getPassword()), address(request));
        Optional<Duration> wait = wait(attempt);
        if (wait.isPresent()) {
            return Uni.createFrom().failure(tooMany(wait.get()));
        }
        Optional<User> user = users.find(attempt.name());
        if (user.isPresent() && verified.contain(user.get(), attempt.password())) {
            return Uni.createFrom().item(succeed(attempt, user.get()));
        }
        return waiting.enter(context, () -> check(attempt, user));
    }

    private record Attempt(String name, String password, String address, String network) {

        static Attempt of(String name, String password, String address) {
            return new Attempt(name, password, address, Network.of(address));
        }

        /** All names that nobody can have count as one: who guesses must not fill the memory with them. */
        String nameAndNetwork() {
            return network() + ' ' + (User.isName(name) ? name : "");
        }
    }

    /** One after the other for all: who sends a thousand guesses at once must not have them all checked. */
    private synchronized SecurityIdentity check(Attempt attempt, Optional<User> user) {
        Optional<Duration> wait = wait(attempt);
        if (wait.isPresent()) {
            throw tooMany(wait.get());
        }
        if (user.isPresent() && verified.contain(user.get(), attempt.password())) {
            return succeed(attempt, user.get());
        }
        if (!isRight(attempt, user)) {
            byName.failed(attempt.nameAndNetwork());
            byNetwork.failed(attempt.network());
            failures.increment();
            // A name that is nobody's may be a password in the wrong field.
            LOG.warnf(
                    "A login from %s failed: wrong %s",
                    attempt.address(),
                    user.map(known -> "password of " + known.name()).orElse("name"));
            throw new AuthenticationFailedException();
        }
        verified.add(user.orElseThrow(), attempt.password());
        return succeed(attempt, user.orElseThrow());
    }

    private SecurityIdentity succeed(Attempt attempt, User user) {
        byName.succeeded(attempt.nameAndNetwork());
        byNetwork.succeeded(attempt.network());
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(user.name()))
                .addRole(user.role())
                .build();
    }

    private boolean isRight(Attempt attempt, Optional<User> user) {
        if (user.isEmpty()) {
            PasswordHash.pretend(attempt.password(), users.cost());
            return false;
        }
        boolean right = PasswordHash.matches(attempt.password(), user.get().hash());
        if (!right) {
            PasswordHash.pretend(attempt.password(), user.get().cost(), users.cost());
        }
        return right;
    }

    private Optional<Duration> wait(Attempt attempt) {
        return byNetwork.wait(attempt.network()).or(() -> byName.wait(attempt.nameAndNetwork()));
    }

    private String address(UsernamePasswordAuthenticationRequest request) {
        RoutingContext context = HttpSecurityUtils.getRoutingContextAttribute(request);
        return context == null ? CallerAddress.UNKNOWN : callers.of(context.request());
    }

    private static ProblemException tooMany(Duration wait) {
        return new ProblemException(
                        ProblemCode.TOO_MANY_LOGINS,
                        "Too many wrong passwords were given. Try again in %d s, with the right one."
                                .formatted(wait.toSeconds()))
                .retryAfter(wait);
    }

    private static ProblemException tooManyAtOnce() {
        return new ProblemException(
                        ProblemCode.TOO_MANY_LOGINS, "Too many passwords are being checked at once. Try again in 1 s.")
                .retryAfter(Duration.ofSeconds(1));
    }
}
