package telco.usage.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import telco.usage.testing.Api;
import telco.usage.testing.Packed;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** A file with a control file beside it, through the HTTP door. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class ControlFileTest {

    private static final String LINE = "7,2026-03-01T10:00:00.000+02:00,DATA,7,0,0,2.5,0.5,2026-03\n";

    /** Five records: two kept, one duplicate, one conflict, and one rejected for its customer. 2.5 in charge, 14.5 in duration. */
    private static final String FILE = LINE
            + LINE.replace("7,2026", "8,2026")
            + LINE
            + LINE.replace("2.5,0.5", "4.5,0.5")
            + LINE.replace("7,2026", "x,2026");

    private static final String TOTALS = "rows=5\ncharge=2.5\nduration=14.5\n";

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    @AfterEach
    void removeControlFile() throws IOException {
        Warehouse.assertConsistent();
        Path control = control();
        if (Files.isDirectory(control)) {
            Files.delete(control);
        }
        Files.deleteIfExists(control);
    }

    private static Path control() {
        return Api.inputDirectory().resolve("controlled.csv.ctl");
    }

    private static JsonPath load(String file, String control) {
        Api.put("controlled.csv", file.getBytes(UTF_8));
        if (control != null) {
            Api.put("controlled.csv.ctl", control.getBytes(UTF_8));
        }
        return Api.load(Map.of("path", "controlled.csv", "maxRejectRatio", 1));
    }

    private static String hash(String file) {
        return hash(file.getBytes(UTF_8));
    }

    private static String hash(byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertNothingLoaded(JsonPath run, String code) {
        assertThat(run.getString("state")).as(run.prettify()).isEqualTo("FAILED");
        assertThat(run.getString("error.code")).isEqualTo(code);
        assertThat(run.getLong("rows.loaded")).isZero();
        assertThat(Warehouse.count("public.telco_billings_usage")).isZero();
        assertThat(Warehouse.count("ingest.loaded_file")).isZero();
    }

    @Test
    void agreement_isRememberedInTheRun() {
        JsonPath run = load(FILE, TOTALS + "sha256: " + hash(FILE).toUpperCase());

        assertThat(run.getString("state")).as(run.prettify()).isEqualTo("SUCCEEDED_WITH_WARNINGS");
        assertThat(run.getLong("rows.loaded")).isEqualTo(2);
        Map<String, Object> finding = run.getMap("findings.find { it.check == 'control_file_agrees' }");
        assertThat(finding)
                .containsEntry("severity", "INFO")
                .containsEntry("count", 5)
                .containsEntry(
                        "message",
                        "controlled.csv.ctl says what controlled.csv holds: rows 5, charge 2.5, duration 14.5, sha256 "
                                + hash(FILE) + ".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rows=5", "charge=2.500", "duration=14.50"})
    void agreement_inAPart_isEnough(String control) {
        assertThat(load(FILE, control).getLong("rows.loaded")).isEqualTo(2);
    }

    @Test
    void ofAPackedFile_rowsAreThoseInIt_andTheHashIsThatOfTheFileAsItCame() throws IOException {
        byte[] packed = Packed.gzip(FILE.getBytes(UTF_8));
        Path control = Api.inputDirectory().resolve("controlled.csv.gz.ctl");
        Api.put("controlled.csv.gz", packed);
        Files.writeString(control, TOTALS + "sha256=" + hash(packed));

        JsonPath run = Api.load(Map.of("path", "controlled.csv.gz", "maxRejectRatio", 1));
        assertThat(run.getList("findings.check")).as(run.prettify()).contains("control_file_agrees");
        assertThat(run.getLong("rows.loaded")).isEqualTo(2);
        Files.delete(control);
    }

    @Test
    void noControlFile_isNoFinding() {
        assertThat(load(FILE, null).getList("findings.check")).doesNotContain("control_file_agrees");
    }

    @Test
    void difference_failsBeforeAnythingIsVisible_withBothSidesOfEach() {
        String other = hash("another file");
        JsonPath run = load(FILE, "rows=6\ncharge=2.5\nduration=14.500001\nsha256=" + other);

        assertNothingLoaded(run, "CONTROL_MISMATCH");
        assertThat(run.getString("error.message"))
                .startsWith("controlled.csv is not what controlled.csv.ctl says: ")
                .contains("rows 6 is announced, but 5 was read; duration 14.500001 is announced, but 14.5 was read;"
                        + " sha256 " + other + " is announced, but " + hash(FILE) + " was read")
                .doesNotContain("charge");
        assertThat(run.getLong("rows.read")).isEqualTo(5);
    }

    @Test
    void missingRecord_isNoticed() {
        assertNothingLoaded(load(FILE.substring(LINE.length()), TOTALS), "CONTROL_MISMATCH");
    }

    @Test
    void aFileKnownBefore_mustAgreeToo() {
        load(FILE, null);
        JsonPath right = load(FILE, TOTALS);
        assertThat(right.getString("state")).isEqualTo("SKIPPED_DUPLICATE");
        assertThat(right.getList("findings.check")).containsExactly("control_file_agrees");
        JsonPath wrong = load(FILE, "rows=7");
        assertThat(wrong.getString("state")).isEqualTo("FAILED");
        assertThat(wrong.getString("error.code")).isEqualTo("CONTROL_MISMATCH");
        assertThat(wrong.getString("error.message")).contains("rows 7 is announced, but 5 was read");
        assertThat(Warehouse.count("public.telco_billings_usage")).isEqualTo(2);
    }

    @Test
    void validateOnly_comparesToo() {
        Api.put("controlled.csv", FILE.getBytes(UTF_8));
        Api.put("controlled.csv.ctl", "rows=1".getBytes(UTF_8));

        JsonPath run = Api.load(Map.of("path", "controlled.csv", "maxRejectRatio", 1, "validateOnly", true));
        assertNothingLoaded(run, "CONTROL_MISMATCH");
    }

    @Test
    void aControlFileThatCannotBeUnderstood_failsTheRunUnread() {
        JsonPath run = load(FILE, "rows=5\nlines=5");

        assertNothingLoaded(run, "CONTROL_FILE_INVALID");
        assertThat(run.getString("error.message")).contains("controlled.csv.ctl line 2: has the key 'lines'");
        assertThat(run.getLong("rows.read")).isZero();
    }

    @Test
    void aLinkAFolderAPipeOrAGiant_isNeverRead() throws IOException, InterruptedException {
        Path secret = Files.writeString(Files.createTempFile("secret", ".txt"), "rows=5");
        Files.createSymbolicLink(control(), secret);
        JsonPath link = load(FILE, null);
        assertNothingLoaded(link, "CONTROL_FILE_INVALID");
        assertThat(link.getString("error.message")).contains("is a folder, a link or a pipe");
        Files.delete(control());
        Files.createDirectory(control());
        assertNothingLoaded(load(FILE, null), "CONTROL_FILE_INVALID");
        Files.delete(control());
        assertThat(new ProcessBuilder("mkfifo", control().toString()).start().waitFor())
                .isZero();
        assertNothingLoaded(load(FILE, null), "CONTROL_FILE_INVALID");
        Files.delete(control());
        assertNothingLoaded(load(FILE, "#".repeat(70_000)), "CONTROL_FILE_INVALID");
        Files.delete(secret);
    }
}
