package telco.usage.run;

import java.util.List;
import telco.usage.jdbc.Sql;

/**
 * A query about runs. It is sent as often as callers ask, so its text is put together once. A single run is asked for as
 * such: PostgreSQL takes an array that it does not know for ten long, so it would plan the query for a shorter one anew,
 * which takes several times as long as the query.
 */
final class RunQuery {

    private final String ofOne;
    private final String ofSome;

    /** @param text with {@code %s} where it says what the run's id has to be */
    RunQuery(String text) {
        this.ofOne = text.formatted("= ?");
        this.ofSome = text.formatted("= any (?)");
    }

    /** The query about the runs with these ids. */
    Sql about(List<Integer> ids) {
        return ids.size() == 1 ? Sql.of(ofOne, ids.get(0)) : Sql.of(ofSome, ids);
    }
}
