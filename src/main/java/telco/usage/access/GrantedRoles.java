package telco.usage.access;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Adds to each role those that it includes. Where nobody can log in, everybody has all of them. */
@Singleton
final class GrantedRoles implements SecurityIdentityAugmentor {

    private final Protection protection;

    GrantedRoles(Protection protection) {
        this.protection = protection;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        Set<String> granted = protection.isOn() ? included(identity) : Set.copyOf(Roles.ALL);
        return Uni.createFrom()
                .item(QuarkusSecurityIdentity.builder(identity)
                        .setAnonymous(identity.isAnonymous())
                        .addRoles(granted)
                        .build());
    }

    private static Set<String> included(SecurityIdentity identity) {
        return identity.getRoles().stream()
                .map(Roles::including)
                .flatMap(List::stream)
                .collect(Collectors.toSet());
    }
}
