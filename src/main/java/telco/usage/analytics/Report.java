package telco.usage.analytics;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import telco.usage.jdbc.Sql;

/**
 * Something that can be asked of the warehouse. Its rows have a total order, so they can be counted off: those of one
 * version of the warehouse are the same in the same places for everybody.
 */
interface Report<R> {

    /**
     * Reads the rows behind the first {@code offset}.
     *
     * @param limit how many at the most, null for all
     */
    Sql rows(long offset, Integer limit);

    R row(ResultSet row) throws SQLException;

    /** What the cells of a row are called: the same as in JSON. */
    List<String> columns();

    /** The row for a table: numbers as numbers, what is missing as null. */
    List<Object> cells(R row);
}
