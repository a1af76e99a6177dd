package telco.usage.paging;

import java.util.List;
import java.util.function.ToLongFunction;
import telco.usage.problem.ProblemException;

/**
 * Which part of a list a caller wants.
 *
 * @param size how many entries, 1 to 200
 * @param after the position of the last entry of the page before, null for the first page
 */
public record Paging(int size, Long after) {

    static final int DEFAULT_SIZE = 20;
    static final int MAX_SIZE = 200;

    /**
     * Reads the two query parameters, each null when it is missing.
     *
     * @throws ProblemException INVALID_REQUEST that names the parameter
     */
    public static Paging of(String pageSize, String pageToken) {
        return new Paging(size(pageSize), after(pageToken));
    }

    private static int size(String text) {
        if (text == null) {
            return DEFAULT_SIZE;
        }
        int size = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
        if (size < 1 || size > MAX_SIZE) {
            throw ProblemException.invalid("pageSize", "must be a whole number from 1 to " + MAX_SIZE);
        }
        return size;
    }

    private static Long after(String text) {
        if (text == null) {
            return null;
        }
        if (!text.matches("[1-9][0-9]{0,17}")) {
            throw ProblemException.invalid("pageToken", "must be the nextPageToken of an earlier answer, unchanged");
        }
        return Long.valueOf(text);
    }

    /** How many entries to fetch: one more than the page holds shows whether another page follows. */
    public int fetch() {
        return size + 1;
    }

    /** The page's entries, out of those fetched. */
    public <T> List<T> page(List<T> fetched) {
        return fetched.size() > size ? fetched.subList(0, size) : fetched;
    }

    /** The token of the next page, null when there is none. */
    public <T> String nextToken(List<T> fetched, ToLongFunction<T> position) {
        return fetched.size() > size ? Long.toString(position.applyAsLong(fetched.get(size - 1))) : null;
    }
}
