package telco.usage.customer;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import telco.usage.testing.Api;
import telco.usage.testing.Warehouse;

/** Tests of what becomes of a customer, who is in two files among others, when somebody has him erased. */
abstract class KnownCustomer {

    /** A number that nothing else has by chance. */
    static final String HIM = "987654321";

    /** Two days; on the second he contradicts himself, and an unknown type makes him a sample. */
    static final String FIRST = """
            HIM,2026-03-01T10:00:00.000Z,DATA,1,0,0,5.25,0.5,2026-03
            2,2026-03-01T11:00:00.000Z,SMS,,0,0,1,0,2026-03
            HIM,2026-03-02T10:00:00.000Z,VOICE,7,0,0,60,0,2026-03
            HIM,2026-03-02T10:00:00.000Z,VOICE,7,0,0,61,0,2026-03
            HIM,2026-03-02T11:00:00.000Z,RCS,8,0,0,1,1.25,2026-03
            3,2026-03-02T11:00:00.000Z,VOICE,7,0,0,60,0,2026-03
            3,2026-03-02T12:00:00.000Z,RCS,7,0,0,60,0,2026-03
            """;

    /** Late rows, a duplicate, a conflict with the warehouse, rejects of several reasons, and a day that is new. */
    static final String SECOND = """
            HIM,2026-03-01T12:00:00.000Z,DATA,1,0,0,5,2.5,2026-03
            2,2026-03-01T12:00:00.000Z,DATA,1,0,0,5,0.25,2026-03
            HIM,2026-03-01T10:00:00.000Z,DATA,1,0,0,5.25,0.5,2026-03
            HIM,2026-03-02T10:00:00.000Z,VOICE,7,9,0,60,0,2026-03
            HIM,2026-03-03T10:00:00.000Z,MMS,9,0,0,1,0.1,2026-03
            4,2026-03-03T10:00:00.000Z,MMS,9,0,0,1,0.1,2026-03
            HIM,2026-03-03T11:00:00.000Z,MMS,9,0,0,1,0.75,2026-04
            HIM,2026-03-03T11:00:00.000Z,MMS
             HIM,2026-03-03T12:00:00.000Z,MMS,9,0,0,1,0.1,2026-03
            ,2026-03-03T12:00:00.000Z,MMS,HIM,0,0,1,0.1,2026-03
            HIM,2026-03-03T13:00:00.000Z,M\u00e9S,9,0,0,1,0.1,2026-03
            HIM,2026-03-03T14:00:00.000Z,M\u0000S,9,0,0,1,0.1,2026-03
            5,2026-03-03T11:00:00.000Z,MMS,9,0,0,1,0.5,2026-04
            HIM0,2026-03-03T11:00:00.000Z,MMS,9,0,0,1,0.5,2026-04
            ,2026-03-03T12:00:00.000Z,MMS,HIM5,0,0,1,0.1,2026-03
            """;

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    static int load(String name, String content) {
        Api.put(name, content.replace("HIM", HIM).getBytes(ISO_8859_1));
        return Api.load(Map.of("path", name, "maxRejectRatio", 1, "force", true))
                .getInt("id");
    }

    static ValidatableResponse erase(String customer) {
        return given().header("X-Actor", "anna")
                .contentType("application/json")
                .body("{\"why\": \"ticket 4711\"}")
                .delete("/customers/" + customer + "/usage")
                .then();
    }

    /** Every value of every table in which the number stands, as table.column and how often. */
    static List<String> placesOfHim() {
        List<String> places = new ArrayList<>();
        for (String column : Warehouse.rows("""
                select format('%I.%I', c.table_schema, c.table_name), format('%I', c.column_name), c.data_type
                from information_schema.columns c
                join information_schema.tables t using (table_schema, table_name)
                where c.table_schema in ('public', 'ingest', 'usage_day') and t.table_type = 'BASE TABLE'
                """)) {
            String[] parts = column.split("\\|");
            String text = parts[2].equals("bytea") ? "encode(%s, 'escape')".formatted(parts[1]) : parts[1] + "::text";
            // What only begins like it belongs to others.
            long found = Warehouse.count("%s where %s ~ '%s($|[^0-9])'".formatted(parts[0], text, HIM));
            if (found > 0) {
                places.add(parts[0] + "." + parts[1] + " " + found);
            }
        }
        return places;
    }
}
