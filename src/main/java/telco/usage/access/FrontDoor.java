package telco.usage.access;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Set;
import telco.usage.problem.ProblemCode;
import telco.usage.problem.ProblemException;

/**
 * Nobody gets beyond this without a login, whatever the address, but for what OPEN_WITHOUT_LOGIN opens; nor does a web page of
 * somebody else. Which role an address needs stands at its method.
 */
@Singleton
final class FrontDoor implements HttpSecurityPolicy {

    private final Protection protection;
    private final Set<OpenArea> open;

    FrontDoor(Protection protection, AccessConfig config) {
        this.protection = protection;
        try {
            this.open = OpenArea.parse(config.open().orElse(""));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage());
        }
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext request, Uni<SecurityIdentity> identity, AuthorizationRequestContext context) {
        if (ForeignPages.want(request.request())
                || protection.isLocal() && ForeignPages.borrowThisMachine(request.request())) {
            return Uni.createFrom().failure(foreign());
        }
        if (!protection.isOn() || open.stream().anyMatch(area -> area.contains(request.normalizedPath()))) {
            return CheckResult.permit();
        }
        return identity.flatMap(FrontDoor::check);
    }

    private static ProblemException foreign() {
        return new ProblemException(
                ProblemCode.FORBIDDEN,
                "A page of another web site may not call this service. Where nobody has to log in, it is called by the name"
                        + " localhost or 127.0.0.1 only.");
    }

    private static Uni<CheckResult> check(SecurityIdentity caller) {
        if (caller.isAnonymous()) {
            return Uni.createFrom().failure(new AuthenticationFailedException());
        }
        return Roles.ALL.stream().anyMatch(caller::hasRole) ? CheckResult.permit() : CheckResult.deny();
    }
}
