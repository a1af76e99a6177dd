package telco.usage.access;

import java.util.List;

/** What a caller may do. Each role includes those before it. */
public final class Roles {

    /** Reads everything but what concerns a single customer. */
    public static final String VIEWER = "viewer";

    /** Has files loaded: submits, cancels and replays runs. */
    public static final String OPERATOR = "operator";

    /** Changes or takes away what is published: force, release, revert, write-off, retention, customers. */
    public static final String ADMIN = "admin";

    static final List<String> ALL = List.of(VIEWER, OPERATOR, ADMIN);

    private Roles() {}

    /** The role and all that it includes; nothing for a name that is no role. */
    static List<String> including(String role) {
        return ALL.subList(0, ALL.indexOf(role) + 1);
    }
}
