package telco.usage.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * One statement and the values bound to it, in order. An {@link Instant} binds as timestamptz, an enum as its name,
 * null as NULL, a {@link List} of numbers or texts as an array, anything else as the driver does.
 */
public record Sql(String text, List<Object> values) {

    private static final int ROWS_AT_ONCE = 1000;

    /** Reads one row. */
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    public static Sql of(String text, Object... values) {
        List<Object> bound = new ArrayList<>(values.length);
        for (Object value : values) {
            bound.add(value);
        }
        return new Sql(text, bound);
    }

    /** Takes one row. */
    @FunctionalInterface
    public interface RowUse {
        void take(ResultSet row) throws SQLException;
    }

    /** Runs the statement and returns how many rows it changed. */
    public long update(Connection connection) throws SQLException {
        try (PreparedStatement statement = prepare(connection)) {
            return Cancellation.watch(statement, statement::executeLargeUpdate);
        }
    }

    /** Every row of the result, in its order. */
    public <T> List<T> list(Connection connection, Row<T> row) throws SQLException {
        try (PreparedStatement statement = prepare(connection);
                ResultSet result = Cancellation.watch(statement, statement::executeQuery)) {
            List<T> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(row.read(result));
            }
            return rows;
        }
    }

    /** Hands over every row of the result, in its order. In a transaction only some of them are in memory at a time. */
    public void each(Connection connection, RowUse use) throws SQLException {
        try (PreparedStatement statement = prepare(connection)) {
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet result = Cancellation.watch(statement, statement::executeQuery)) {
                while (result.next()) {
                    use.take(result);
                }
            }
        }
    }

    /** A query and what takes its rows. */
    public record Reading(Sql query, RowUse use) {}

    /**
     * Sends the queries together and takes their results in this order: one round trip to the server. Each sees what is
     * committed when its turn comes, so a later one never knows less than an earlier one.
     */
    public static void readTogether(Connection connection, List<Reading> readings) throws SQLException {
        try (PreparedStatement statement = together(readings).prepare(connection)) {
            Cancellation.watch(statement, statement::execute);
            for (Reading reading : readings) {
                try (ResultSet result = statement.getResultSet()) {
                    while (result.next()) {
                        reading.use().take(result);
                    }
                }
                statement.getMoreResults();
            }
        }
    }

    private static Sql together(List<Reading> readings) {
        StringJoiner texts = new StringJoiner(";\n");
        List<Object> values = new ArrayList<>(readings.size());
        for (Reading reading : readings) {
            texts.add(reading.query().text());
            values.addAll(reading.query().values());
        }
        return new Sql(texts.toString(), values);
    }

    /** The first row of the result, empty when there is none. */
    public <T> Optional<T> first(Connection connection, Row<T> row) throws SQLException {
        try (PreparedStatement statement = prepare(connection);
                ResultSet result = Cancellation.watch(statement, statement::executeQuery)) {
            return result.next() ? Optional.ofNullable(row.read(result)) : Optional.empty();
        }
    }

    /** The first row of a result that always has one (an aggregate, a RETURNING of an insert). */
    public <T> T one(Connection connection, Row<T> row) throws SQLException {
        return first(connection, row).orElseThrow(() -> new IllegalStateException("no row from: " + text));
    }

    /** The column as an instant, null for NULL. */
    public static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    private PreparedStatement prepare(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text);
        try {
            for (int i = 0; i < values.size(); i++) {
                bind(statement, i + 1, values.get(i));
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private static void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        if (value instanceof Instant instant) {
            statement.setObject(index, OffsetDateTime.ofInstant(instant, ZoneOffset.UTC));
        } else if (value instanceof Enum<?> constant) {
            statement.setString(index, constant.name());
        } else if (value instanceof List<?> list) {
            String type = !list.isEmpty() && list.get(0) instanceof Number ? "bigint" : "text";
            statement.setArray(index, statement.getConnection().createArrayOf(type, list.toArray()));
        } else {
            statement.setObject(index, value);
        }
    }
}
