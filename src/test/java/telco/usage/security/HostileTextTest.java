package telco.usage.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import telco.usage.testing.Api;
import telco.usage.testing.ServiceLog;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/**
 * Text that means something to a database, a shell, a browser, a terminal or a mail server, through every door that takes text:
 * it is refused or stays text. What the database consists of, its rows and the log are compared exactly.
 */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class HostileTextTest {

    private static final String TIME = "2026-03-01T10:00:00.000+02:00";

    /** What the database consists of: everything that SQL in a text could have made, changed or removed. */
    private static final String CATALOGUE = """
            select 'relation', n.nspname || '.' || c.relname, c.relkind::text, coalesce(c.relacl::text, '')
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema' and c.relname !~ '_(p)?[0-9]{8}'
            union all
            select 'column', attrelid::regclass || '.' || attname, atttypid::regtype::text, attnotnull::text
            from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
            where attnum > 0 and n.nspname in ('public', 'ingest') and c.relkind in ('r', 'p', 'v')
              and c.relname !~ '_(p)?[0-9]{8}'
            union all
            select 'function', oid::regprocedure::text, md5(prosrc), proowner::regrole::text
            from pg_proc where pronamespace in (select oid from pg_namespace where nspname in ('public', 'ingest'))
            union all
            select 'role', rolname, rolsuper::text, '' from pg_roles
            union all
            select 'schema', nspname, coalesce(nspacl::text, ''), '' from pg_namespace where nspname not like 'pg\\_%'
            order by 1, 2, 3, 4
            """;

    static Stream<String> sql() {
        return Stream.of(
                "'; drop table ingest.run cascade; --",
                "1; delete from telco_billings_usage; --",
                "') ; alter role telco superuser; --",
                "\\'; drop schema public cascade; --",
                "1' union select password from pg_shadow --",
                "\"; copy ingest.run to program 'touch owned'; --",
                "? ?::text :name ${x} %s %n {0} #{x}");
    }

    /** Few, for each goes through every door. */
    private static List<String> texts() {
        return List.of(
                "'; drop table ingest.run cascade; -- \"; drop schema public cascade; -- $$; \\'; '||pg_sleep(30)||'",
                "1; delete from telco_billings_usage; --",
                "1 or 1=1",
                "../../../../etc/passwd",
                "..%2f..%2fetc%2fpasswd%00.csv <script>alert(1)</script> $(touch owned) ? ?::text :name %n %s",
                "\u0085\u2028a\u202egnp.exe " + "\ud83d\udcde".repeat(100),
                "99999999999999999999",
                "");
    }

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    private static List<String> catalogue() {
        return Warehouse.rows(CATALOGUE);
    }

    @Test
    void text_throughEveryParameterHeaderAndField_changesNothingAndBreaksNothing() throws IOException {
        // So that a request without a path names no file.
        Files.deleteIfExists(Api.inputDirectory().resolve("usage.csv"));
        Api.load("before.csv", "1," + TIME + ",DATA,1,0,0,5,0.5,2026-03\n");
        Warehouse.awaitNoStage();
        List<String> before = catalogue();
        List<String> rows = Warehouse.rows("select * from telco_billings_usage");
        List<Doors.Door> doors = Doors.all();
        assertThat(doors).hasSizeGreaterThan(70);
        List<String> broken = new ArrayList<>();
        for (String text : texts()) {
            for (Doors.Door door : doors) {
                if (text.isEmpty() && door.place().equals("path")) {
                    // An address without an id is another one.
                    continue;
                }
                Response answer = door.send(text);
                if (answer.statusCode() >= 500 || answer.asString().contains("root:x:0")) {
                    broken.add(door + " answered " + answer.statusCode() + " " + answer.asString());
                }
            }
        }
        assertThat(broken).isEmpty();
        assertThat(catalogue()).isEqualTo(before);
        assertThat(Warehouse.rows("select * from telco_billings_usage")).isEqualTo(rows);
    }

    /** Each column of a file, its name, who asks and why: what may be kept is kept letter by letter. */
    @ParameterizedTest
    @MethodSource("sql")
    void sql_inAFile_isKeptAsText(String text) {
        List<String> before = catalogue();
        String quoted = "\"" + text.replace("\"", "\"\"") + "\"";
        List<String> lines = new ArrayList<>();
        lines.add("1," + TIME + "," + quoted + ",1,0,0,5,0.5,2026-03");
        for (int column = 0; column < 9; column++) {
            if (column != 2) {
                String[] values = {"2", TIME, "DATA", "1", "0", "0", "5", "0.5", "2026-03"};
                values[column] = quoted;
                lines.add(String.join(",", values));
            }
        }
        String name = text.replace("/", "_").replace("\\", "_") + ".csv";
        Api.put(name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        JsonPath run = Api.finished(given().contentType("application/json")
                .header("X-Actor", text)
                .body(Map.of("path", name, "force", true, "maxRejectRatio", 1))
                .post("/runs")
                .then()
                .statusCode(202)
                .extract()
                .path("id"));
        int id = run.getInt("id");
        assertThat(run.getString("file.name")).isEqualTo(name);
        assertThat(run.getMap("rows")).containsEntry("loaded", 1).containsEntry("rejected", 8);
        assertThat(Warehouse.rows("select event_type from telco_billings_usage"))
                .containsExactly(text);
        assertThat(Warehouse.rows("select distinct actor from ingest.audit where run_id = " + id))
                .containsExactly(text.strip());
        assertThat(Api.rejects(id).getList("rejects.record")).containsExactlyElementsOf(lines.subList(1, 9));

        given().contentType("application/json")
                .header("X-Actor", text)
                .body(Map.of("why", text))
                .post("/runs/" + id + "/revert")
                .then()
                .statusCode(200);
        assertThat(Warehouse.rows("select detail from ingest.audit where action = 'REVERT' and run_id = " + id))
                .singleElement()
                .asString()
                .contains(text);
        assertThat(Warehouse.count("telco_billings_usage")).isZero();
        Warehouse.awaitNoStage();
        assertThat(catalogue()).isEqualTo(before);
    }

    /** A name can be anything but a slash: the log has it as one harmless line. */
    @Test
    void namesOfFiles_cannotForgeTheLog() throws IOException {
        List<String> names = List.of(
                "a\n2026-11-25 10:00:00,000 ERROR [telco.usage] (main) forged.csv",
                "b\rforged.csv",
                "c\u001b[2J\u001b[31mforged.csv",
                "d\u0085forged\u2028forged.csv",
                "e\u202eforged.csv",
                "f\u009b31mforged.csv");
        Path inbox = Path.of(ConfigProvider.getConfig().getValue("INBOX_DIR", String.class));
        int from = ServiceLog.text().length();
        for (String name : names) {
            Files.writeString(inbox.resolve(name), "broken\n");
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Warehouse.count("ingest.run where file_path like '%rejected%'") == names.size());
        String written = ServiceLog.text().substring(from);
        assertThat(written.lines().filter(line -> line.contains("forged")))
                .hasSizeGreaterThanOrEqualTo(names.size())
                .allSatisfy(
                        line -> assertThat(line)
                                .matches(
                                        "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} [A-Z]+ +\\[telco\\.usage\\.[a-z]+\\..*"));
        assertThat(written.codePoints().filter(HostileTextTest::movesTheCursor)).isEmpty();
    }

    private static boolean movesTheCursor(int character) {
        return character != '\n'
                && character != '\t'
                && switch (Character.getType(character)) {
                    case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                        true;
                    default -> false;
                };
    }
}
