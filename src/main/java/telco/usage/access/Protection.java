package telco.usage.access;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jboss.logging.Logger;

/** Whether callers have to log in: they have to as soon as there is anybody who can. */
@Singleton
final class Protection {

    private static final Logger LOG = Logger.getLogger(Protection.class);

    private final AccessConfig config;
    private final Users users;

    Protection(AccessConfig config, Users users) {
        this.config = config;
        this.users = users;
    }

    boolean isOn() {
        return !users.areNone() || takesTokens();
    }

    /** True when nobody has to log in, because only programs on this machine can call. */
    boolean isLocal() {
        return !isOn() && !config.unprotected();
    }

    /** True when bearer tokens of an OpenID Connect server are taken. */
    boolean takesTokens() {
        return config.oidcServerUrl().isPresent();
    }

    /**
     * Before the port is opened.
     *
     * @throws ConfigurationException when anyone on the network could change everything, and nobody has said so
     */
    void onStart(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) {
        if (!config.listening()) {
            return;
        }
        boolean local = isLoopback(config.host());
        if (isOn()) {
            if (!local && config.certificateFile().isEmpty()) {
                LOG.warn(
                        "Passwords travel in the clear: there is no certificate (HTTPS_CERTIFICATE_FILE). Only where a proxy"
                                + " with TLS is in front is that as it should be.");
            }
        } else if (local) {
            LOG.info("Nobody has to log in: no users are set (USERS, USERS_FILE, OIDC_SERVER_URL)."
                    + " Only programs on this machine can call, and they may do everything.");
        } else if (config.unprotected()) {
            LOG.warnf(
                    "Nobody has to log in, and the service listens on %s: anyone who reaches it may do everything.",
                    config.host());
        } else {
            throw new ConfigurationException(refusal());
        }
    }

    private String refusal() {
        return """
                HTTP_HOST is %s, so that others on the network can call, but nobody would have to log in.
                Name users (USERS, USERS_FILE or OIDC_SERVER_URL), or listen on this machine only (HTTP_HOST=127.0.0.1).
                Where a proxy in front asks for the login: ANYONE_ON_THE_NETWORK_MAY_CHANGE_EVERYTHING=true.""".formatted(config.host());
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            // Not for us to say: who opens the port will.
            return false;
        }
    }
}
