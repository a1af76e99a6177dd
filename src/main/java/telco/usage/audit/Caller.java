package telco.usage.audit;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;
import telco.usage.problem.ProblemException;

/** Who is behind the request in hand. */
@Singleton
public final class Caller {

    private final SecurityIdentity identity;

    Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /**
     * Who it is, for the audit: the login, with who it says it acts for behind it. Where nobody has to log in, whoever the
     * caller says it is.
     *
     * @param header the value of {@link Actor#HEADER}, null when the request has none
     * @throws ProblemException INVALID_REQUEST when that is no name
     */
    public Actor actor(String header) {
        Actor named = Actor.ofHeader(header);
        if (identity.isAnonymous()) {
            return named;
        }
        String login = Actor.printable(identity.getPrincipal().getName());
        return named.equals(Actor.UNNAMED) ? new Actor(login) : new Actor(login + " for " + named.name());
    }

    /** True when the login has this role, or nobody has to log in. */
    public boolean has(String role) {
        return identity.hasRole(role);
    }
}
