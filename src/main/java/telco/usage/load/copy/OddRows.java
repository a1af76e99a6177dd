package telco.usage.load.copy;

import java.nio.charset.Charset;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import telco.usage.jdbc.Sql;
import telco.usage.load.Oddity;
import telco.usage.run.Finding;
import telco.usage.stage.Stage;

/** Where the first odd rows of each kind stand in the file; their records are read again when all rows have passed. */
final class OddRows {

    private static final int LONGEST_RECORD = 500;

    private record Place(long line, long offset, int length) {}

    private final FileAccount account;
    private final Map<Oddity, PriorityQueue<Place>> places = new EnumMap<>(Oddity.class);

    OddRows(FileAccount account) {
        this.account = account;
    }

    /** Remembers the row unless there are enough of its kind that come earlier in the file. */
    void add(Oddity oddity, byte[] row) {
        int block = Spooled.int32(row, Spooled.BLOCK);
        long line = account.lineNumber(block, Spooled.unsigned24(row, Spooled.LINE));
        PriorityQueue<Place> latestFirst = places.computeIfAbsent(
                oddity,
                kind -> new PriorityQueue<>(
                        Comparator.comparingLong(Place::line).reversed()));
        if (latestFirst.size() == Finding.MOST_SAMPLES) {
            if (latestFirst.element().line() <= line) {
                return;
            }
            latestFirst.remove();
        }
        latestFirst.add(new Place(
                line,
                account.byteOffset(block, Spooled.int32(row, Spooled.OFFSET)),
                Spooled.unsigned16(row, Spooled.LENGTH) + 1));
    }

    /** Writes what is remembered, with the records. */
    void write(Connection connection, Stage stage, SourceText source) throws SQLException {
        List<String> oddities = new ArrayList<>();
        List<Long> lines = new ArrayList<>();
        List<String> records = new ArrayList<>();
        places.forEach((oddity, kept) -> kept.forEach(place -> {
            oddities.add(oddity.name());
            lines.add(place.line());
            records.add(text(source.bytes(place.offset(), Math.min(place.length(), LONGEST_RECORD)), source.charset()));
        }));
        if (!lines.isEmpty()) {
            Sql.of("""
                            insert into %s (oddity, line_number, record)
                            select oddity, line_number, record
                            from unnest(?::text[], ?::bigint[], ?::text[]) odd (oddity, line_number, record)
                            """.formatted(stage.sampleTable()), oddities, lines, records).update(connection);
        }
    }

    private static String text(byte[] record, Charset charset) {
        return new String(record, charset);
    }
}
