package telco.usage.customer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import telco.usage.jdbc.Sql;

/** What findings, error messages and alerts have quoted of a customer's records. */
final class QuotedRecords {

    private static final int ROWS_PER_QUERY = 1_000;

    private final Connection connection;
    private final CustomerId customer;
    private final CustomerMark mark;
    private final ObjectMapper json;

    QuotedRecords(Connection connection, CustomerId customer, CustomerMark mark, ObjectMapper json) {
        this.connection = connection;
        this.customer = customer;
        this.mark = mark;
        this.json = json;
    }

    private record Sample(long findingId, int position, String record) {}

    private record Text(long id, String value) {}

    /**
     * Removes the customer's records that findings show.
     *
     * @return how many they are
     */
    long eraseSamples() throws SQLException {
        long erased = 0;
        Sample last = new Sample(0, 0, "");
        List<Sample> samples = samples(last);
        while (!samples.isEmpty()) {
            for (Sample sample : samples) {
                last = sample;
                if (mark.isIn(sample.record())) {
                    erased += Sql.of(
                                    "delete from ingest.finding_sample where finding_id = ? and position = ?",
                                    sample.findingId(),
                                    sample.position())
                            .update(connection);
                }
            }
            samples = samples(last);
        }
        return erased;
    }

    private List<Sample> samples(Sample after) throws SQLException {
        return Sql.of("""
                        select finding_id, position, record
                        from ingest.finding_sample
                        where (finding_id, position) > (?, ?) and strpos(record, ?) > 0
                        order by finding_id, position
                        limit ?
                        """, after.findingId(), after.position(), customer.digits(), ROWS_PER_QUERY)
                .list(
                        connection,
                        row -> new Sample(row.getLong("finding_id"), row.getInt("position"), row.getString("record")));
    }

    /** Blanks the customer's value that the message of a finding, or the error of a run, quotes. */
    void blankMessages() throws SQLException {
        blankMessages("ingest.finding", "message");
        blankMessages("ingest.run", "error_message");
    }

    private void blankMessages(String table, String column) throws SQLException {
        List<Text> messages = Sql.of("""
                        select id, %2$s as value
                        from %1$s
                        where strpos(%2$s, 'is ''') > 0 and strpos(%2$s, ?) > 0
                        """.formatted(table, column), customer.digits())
                .list(connection, row -> new Text(row.getLong("id"), row.getString("value")));
        for (Text message : messages) {
            String blanked = mark.withoutQuotes(message.value());
            if (!blanked.equals(message.value())) {
                Sql.of("update %s set %s = ? where id = ?".formatted(table, column), blanked, message.id())
                        .update(connection);
            }
        }
    }

    /**
     * Blanks what alerts quote of the customer, also of those that are still to be sent.
     *
     * @return how many alerts these are
     */
    long blankAlerts() throws SQLException {
        long blanked = 0;
        Text last = new Text(0, "");
        List<Text> notices = notices(last);
        while (!notices.isEmpty()) {
            for (Text notice : notices) {
                last = notice;
                JsonNode content = read(notice.value());
                if (blank((ObjectNode) content)) {
                    blanked += Sql.of(
                                    "update ingest.alert set notice = ?::jsonb where id = ?",
                                    content.toString(),
                                    notice.id())
                            .update(connection);
                }
            }
            notices = notices(last);
        }
        return blanked;
    }

    private List<Text> notices(Text after) throws SQLException {
        return Sql.of("""
                        select id, notice::text as value
                        from ingest.alert
                        where id > ? and strpos(notice::text, ?) > 0
                        order by id
                        limit ?
                        """, after.id(), customer.digits(), ROWS_PER_QUERY)
                .list(connection, row -> new Text(row.getLong("id"), row.getString("value")));
    }

    private JsonNode read(String notice) {
        try {
            return json.readTree(notice);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a notice that was written can be read", e);
        }
    }

    /** Records stand in the samples of problems, single values in its texts and in the error. */
    private boolean blank(ObjectNode notice) {
        boolean changed = blankMessage(notice, "error");
        for (JsonNode problem : notice.withArray("problems")) {
            changed |= blankMessage((ObjectNode) problem, "text");
            changed |= blankSamples(((ObjectNode) problem).withArray("samples"));
        }
        return changed;
    }

    private boolean blankMessage(ObjectNode node, String field) {
        String message = node.path(field).asText("");
        String blanked = mark.withoutQuotes(message);
        if (blanked.equals(message)) {
            return false;
        }
        node.put(field, blanked);
        return true;
    }

    private boolean blankSamples(ArrayNode samples) {
        boolean changed = false;
        for (int i = 0; i < samples.size(); i++) {
            if (mark.isIn(samples.get(i).asText())) {
                samples.set(i, CustomerMark.ERASED);
                changed = true;
            }
        }
        return changed;
    }
}
