package telco.usage.benchmark;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** How long it takes to read a view from its first row to its last. */
final class ViewReads {

    private static final int READS = 21;

    private ViewReads() {}

    /** The median of several reads, in milliseconds. */
    static double medianMillis(BenchmarkDatabase database, String view) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            List<Double> millis = new ArrayList<>();
            for (int read = 0; read < READS; read++) {
                long start = System.nanoTime();
                try (ResultSet rows = statement.executeQuery("select * from public." + view)) {
                    while (rows.next()) {
                        rows.getObject(1);
                    }
                }
                millis.add((System.nanoTime() - start) / 1e6);
            }
            return Samples.median(millis);
        }
    }
}
