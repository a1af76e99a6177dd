package telco.usage.access;

import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Gives the service in a test users, a file of users and a server of tokens. Each user's password is the name and "-secret". */
public final class ProtectedService implements QuarkusTestResourceLifecycleManager {

    static TokenServer tokens;
    static Path usersFile;

    @Override
    public Map<String, String> start() {
        try {
            tokens = new TokenServer();
            usersFile = Files.createTempFile("users", ".txt");
            Files.writeString(usersFile, "# people\n\n" + user("olga", "operator") + "\n");
            return Map.of(
                    "USERS",
                    user("vera", "viewer") + "," + user("adam", "admin") + "," + user("bert", "viewer"),
                    "USERS_FILE",
                    usersFile.toString(),
                    "OIDC_SERVER_URL",
                    tokens.url(),
                    "TRUSTED_PROXIES",
                    "127.0.0.0/8, ::1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String user(String name, String role) {
        return name + ":" + BcryptUtil.bcryptHash(name + "-secret", 4).replace("$2a$", "$2y$") + ":" + role;
    }

    @Override
    public void stop() {
        tokens.close();
    }
}
