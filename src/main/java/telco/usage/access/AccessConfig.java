package telco.usage.access;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Who may call, and what is open to everybody. */
@ConfigMapping(prefix = "telco.access")
public interface AccessConfig {

    /** USERS: {@code name:hash:role}, comma separated. */
    Optional<String> users();

    /** USERS_FILE: the same, one a line; read again when it changes. */
    Optional<Path> usersFile();

    /** OIDC_SERVER_URL: the OpenID Connect server whose tokens are taken. */
    Optional<String> oidcServerUrl();

    /**
     * OPEN_WITHOUT_LOGIN: which of {@code health}, {@code metrics} and {@code docs} need no login, comma separated; or
     * {@code none}.
     */
    Optional<String> open();

    /** TRUSTED_PROXIES: who is believed about the address of a caller, addresses and ranges, comma separated. */
    Optional<String> trustedProxies();

    /** ANYONE_ON_THE_NETWORK_MAY_CHANGE_EVERYTHING: listen beyond this machine although nobody has to log in. */
    boolean unprotected();

    /** False in the one-shot command, which has no port. */
    boolean listening();

    /** HTTP_HOST. */
    String host();

    /** HTTPS_CERTIFICATE_FILE. */
    Optional<Path> certificateFile();
}
