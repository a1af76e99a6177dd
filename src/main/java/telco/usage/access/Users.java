package telco.usage.access;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private List<String> read;
    private boolean unreadable;

    /** @throws ConfigurationException when the settings are wrong: nobody is let in by a list that cannot be read */
    Users(AccessConfig config) {
        this.config = config;
        try {
            this.read = entries();
            this.byName = parse(read);
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
            // All of it, and not when it was changed: a clock has ticks, and rights have no time.
            List<String> now = entries();
            if (!now.equals(read)) {
                read = now;
                byName = parse(now);
                LOG.infof("USERS_FILE has changed: %d users may log in", byName.size());
            }
            unreadable = false;
        } catch (IllegalArgumentException e) {
            LOG.errorf("The users stay as they were. %s", e.getMessage());
        } catch (IOException e) {
            if (!unreadable) {
                LOG.errorf("The users stay as they were. %s", unreadable(e));
            }
            unreadable = true;
        }
    }

    private List<String> entries() throws IOException {
        return config.usersFile().isPresent()
                ? Files.readAllLines(config.usersFile().get())
                : List.of();
    }

    /** @param entries of the file */
    private Map<String, User> parse(List<String> entries) {
        return new UserList()
                .add("USERS", inline(config.users().orElse("")))
                .add("USERS_FILE " + config.usersFile().map(Path::toString).orElse(""), entries.stream())
                .byName();
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
