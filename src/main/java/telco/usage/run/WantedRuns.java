package telco.usage.run;

import java.util.List;

/**
 * Which runs are read. A single one is asked for as such: PostgreSQL takes an array that it does not know for ten long, so it
 * would plan each query for a shorter one anew, which takes several times as long as the query.
 */
record WantedRuns(List<Integer> ids) {

    /** What the column has to be; a place for {@link #value} is in it. */
    String match() {
        return ids.size() == 1 ? "= ?" : "= any (?)";
    }

    Object value() {
        return ids.size() == 1 ? ids.get(0) : ids;
    }
}
