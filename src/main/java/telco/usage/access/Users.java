package telco.usage.access;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The users of USERS and USERS_FILE. A changed file is read again within seconds; a wrong one changes nothing. */
@Singleton
final class Users {

    private static final Logger LOG = Logger.getLogger(Users.class);

    private final AccessConfig config;
    private volatile Map<String, User> byName;
    private FileTime read;

    /** @throws ConfigurationException when the settings are wrong: nobody is let in by a list that cannot be read */
    Users(AccessConfig config) {
        this.config = config;
        try {
            this.read = modified();
            this.byName = load();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage());
        } catch (IOException e) {
            throw new ConfigurationException(unreadable(e));
        }
        byName.values().stream()
                .filter(user -> user.cost() < PasswordHash.COST)
                .forEach(user -> LOG.warnf(
                        "The password hash of %s has a cost of %d: make one with %d or more, so that it is hard to guess.",
                        user.name(), user.cost(), PasswordHash.COST));
    }

    Optional<User> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** What a login costs: as much as that of the best guarded user. */
    int cost() {
        return byName.values().stream().mapToInt(User::cost).max().orElse(PasswordHash.COST);
    }

    /** True when nobody can log in with a password. */
    boolean areNone() {
        return config.usersFile().isEmpty() && byName.isEmpty();
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void readAgain() {
        try {
            FileTime now = modified();
            if (!now.equals(read)) {
                read = now;
                byName = load();
                LOG.infof("USERS_FILE has changed: %d users may log in", byName.size());
            }
        } catch (IllegalArgumentException e) {
            LOG.errorf("The users stay as they were. %s", e.getMessage());
        } catch (IOException e) {
            LOG.errorf("The users stay as they were. %s", unreadable(e));
        }
    }

    private FileTime modified() throws IOException {
        return config.usersFile().isPresent()
                ? Files.getLastModifiedTime(config.usersFile().get())
                : FileTime.fromMillis(0);
    }

    private Map<String, User> load() throws IOException {
        UserList list = new UserList().add("USERS", inline(config.users().orElse("")));
        if (config.usersFile().isPresent()) {
            Path file = config.usersFile().get();
            List<String> lines = Files.readAllLines(file);
            list.add("USERS_FILE " + file, lines.stream());
        }
        return list.byName();
    }

    /** In a .env file for compose the value is quoted, or its dollar signs would be names of variables. */
    private static Stream<String> inline(String users) {
        String bare = users.strip().replaceAll("^'(.*)'$", "$1");
        return Arrays.stream(bare.split(","));
    }

    private String unreadable(IOException e) {
        return "USERS_FILE %s cannot be read: %s".formatted(config.usersFile().orElseThrow(), e);
    }
}
