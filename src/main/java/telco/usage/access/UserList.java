package telco.usage.access;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Users as they are written down: {@code name:hash:role}, and what is blank or behind a {@code #} is nobody. */
final class UserList {

    private final Map<String, User> users = new LinkedHashMap<>();

    /**
     * Adds users.
     *
     * @param source where they stand, for the message
     * @throws IllegalArgumentException that names the source and the entry, and does not show a hash
     */
    UserList add(String source, Stream<String> entries) {
        int number = 0;
        for (String entry : (Iterable<String>) entries::iterator) {
            number++;
            if (!entry.isBlank() && !entry.strip().startsWith("#")) {
                add(source + ", entry " + number, entry);
            }
        }
        return this;
    }

    private void add(String place, String entry) {
        User user;
        try {
            user = User.parse(entry);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
        }
        if (users.putIfAbsent(user.name(), user) != null) {
            throw new IllegalArgumentException(place + ": the user " + user.name() + " is there twice");
        }
    }

    /** All of them, by name. */
    Map<String, User> byName() {
        return Map.copyOf(users);
    }
}
