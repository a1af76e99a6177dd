package telco.usage.access;

import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import telco.usage.problem.EarlyAnswer;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;

/** What a caller gets who is not let in, or of whom nobody knows: a problem document, and how to log in. */
@Singleton
final class LoginProblems {

    private static final Logger LOG = Logger.getLogger(LoginProblems.class);

    /** Lower goes first: before whoever turns any failure into a 500. */
    private static final int ORDER = -200;

    private static final String BASIC = "Basic realm=\"telco-usage-loader\", charset=\"UTF-8\"";
    private static final String BEARER = "Bearer realm=\"telco-usage-loader\"";

    private static final Duration TOKEN_SERVER_RETRY = Duration.ofSeconds(5);

    private final List<String> challenges;

    LoginProblems(Protection protection) {
        this.challenges = protection.takesTokens() ? List.of(BASIC, BEARER) : List.of(BASIC);
    }

    void register(@Observes Router router) {
        router.route().order(ORDER).failureHandler(this::failed);
    }

    private void failed(RoutingContext context) {
        Throwable failure = context.failure();
        if (context.response().ended()) {
            return;
        }
        if (failure instanceof AuthenticationFailedException) {
            context.response().putHeader("WWW-Authenticate", challenges);
            EarlyAnswer.send(context, unauthorized());
        } else if (failure instanceof ForbiddenException) {
            EarlyAnswer.send(context, unknownRole());
        } else if (failure instanceof ProblemException) {
            EarlyAnswer.send(context, (ProblemException) failure);
        } else if (failure instanceof OIDCException) {
            LOG.warnf(
                    "A bearer token cannot be checked: %s. See whether OIDC_SERVER_URL is right, and its server answers.",
                    failure.getMessage());
            EarlyAnswer.send(context, tokenServerAway());
        } else {
            context.next();
        }
    }

    private static ProblemException unauthorized() {
        return new ProblemException(
                ProblemCode.UNAUTHORIZED,
                "Log in with a name and password (HTTP Basic) or a bearer token that this service takes.");
    }

    private static ProblemException tokenServerAway() {
        return new ProblemException(
                        ProblemCode.LOGIN_UNAVAILABLE,
                        "The server that knows whether a bearer token is good cannot be reached at the moment; try again, or log"
                                + " in with a name and password. Nothing was changed.")
                .retryAfter(TOKEN_SERVER_RETRY);
    }

    private static ProblemException unknownRole() {
        return new ProblemException(
                ProblemCode.FORBIDDEN, "The login has none of the roles %s.".formatted(String.join(", ", Roles.ALL)));
    }
}
