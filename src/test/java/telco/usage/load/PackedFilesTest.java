package telco.usage.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telco.usage.inbox.InboxFolders;
import telco.usage.run.RunTrigger;
import telco.usage.run.Runs;
import telco.usage.testing.Api;
import telco.usage.testing.Packed;
import telco.usage.testing.RealFile;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.Warehouse;

/** Packed files through the doors: what is in them is loaded as if it were not packed, or nothing of it is. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
class PackedFilesTest {

    @Inject
    InboxFolders folders;

    @Inject
    Runs runs;

    @BeforeEach
    void emptyWarehouse() {
        Warehouse.clear();
    }

    @AfterEach
    void warehouseIsConsistent() {
        Warehouse.assertConsistent();
    }

    private static String good(int customer) {
        return customer + ",2026-01-26T07:35:34.000+02:00,DATA,7229,0,0,1,0.5,2026-01\n";
    }

    private static byte[] manyGood(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(PackedFilesTest::good)
                .collect(Collectors.joining())
                .getBytes(UTF_8);
    }

    /** The same content in every packing; names say nothing. */
    private static Map<String, byte[]> packings(byte[] content) {
        Map<String, byte[]> packings = new LinkedHashMap<>();
        packings.put("usage.csv", Packed.gzip(content));
        packings.put("usage.zip", Packed.zstd(content));
        packings.put("usage.zst", Packed.zip("usage.csv", content));
        packings.put("usage.gz", Packed.zipStored("usage.csv", content));
        return packings;
    }

    private static String sha256(byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertFailed(JsonPath run, String code, String... messageParts) {
        assertThat(run.getString("state")).as(run.prettify()).isEqualTo("FAILED");
        assertThat(run.getString("error.code")).as(run.prettify()).isEqualTo(code);
        assertThat(run.getString("error.message")).contains(messageParts);
        assertThat(run.getLong("rows.loaded")).isZero();
        assertThat(Warehouse.count("public.telco_billings_usage")).isZero();
        assertThat(Warehouse.count("ingest.loaded_file")).isZero();
    }

    @Test
    void packedFiles_areLoaded_andReportedAsTheyArrived() {
        packings(manyGood(500)).forEach((name, file) -> {
            Warehouse.clear();
            JsonPath run = Api.load(name, file);
            assertThat(run.getString("state")).as(run.prettify()).isEqualTo("SUCCEEDED");
            assertThat(run.getLong("rows.loaded")).isEqualTo(500);
            assertThat(run.getString("file.name")).isEqualTo(name);
            assertThat(run.getLong("file.sizeBytes")).isEqualTo(file.length);
            assertThat(run.getString("file.sha256")).isEqualTo(sha256(file));
            assertThat(run.getLong("progress.bytesRead")).isEqualTo(file.length);
            assertThat(run.getLong("progress.bytesTotal")).isEqualTo(file.length);
            assertThat(Api.load("again_" + name, file).getString("state")).isEqualTo("SKIPPED_DUPLICATE");
        });
    }

    @Test
    void rejectsAndConflicts_ofNewAndOfExistingDays_areKeptByteForByte() {
        String conflict = good(7).replace(",0,0,1,", ",9,0,1,");
        String broken = good(8).replace("2026-01-26", "2026-01-32");
        byte[] before = manyGood(50);
        byte[] content = Packed.join(before, conflict.getBytes(UTF_8), broken.getBytes(UTF_8));
        packings(content).forEach((name, file) -> {
            for (boolean existing : List.of(false, true)) {
                Warehouse.clear();
                if (existing) {
                    Api.load("other_day_of_the_month.csv", good(99));
                }
                JsonPath run = Api.load(name, file);
                assertThat(run.getLong("rows.loaded")).as(run.prettify()).isEqualTo(50);
                assertThat(Warehouse.rows(
                                "select reason, line_number, byte_offset, convert_from(record, 'UTF8') || chr(10)"
                                        + " from ingest.reject order by record_number"))
                        .containsExactly(
                                "KEY_CONFLICT|51|" + before.length + "|" + conflict,
                                "BAD_EVENT_START_TIME|52|" + (before.length + conflict.length()) + "|" + broken);
            }
        });
    }

    @Test
    void gzipCutAnywhere_fails_andLoadsNothing() {
        byte[] whole = Packed.gzip(manyGood(200));
        for (int length = 1; length < whole.length; length += whole.length / 30) {
            JsonPath run = Api.load("cut.csv.gz", Arrays.copyOf(whole, length));
            if (length > 1) {
                assertFailed(run, "FILE_CORRUPT", "cut.csv.gz cannot be unpacked", "ends before its content does");
            } else {
                assertFailed(run, "WRONG_COLUMN_COUNT", "cut.csv.gz line 1");
            }
        }
    }

    @Test
    void filesThatCannotBeUnpacked_fail_andSayWhatToDo() {
        byte[] changed = Packed.gzip(manyGood(2_000));
        changed[changed.length - 6] ^= 1;
        assertFailed(
                Api.load("changed.gz", changed), "FILE_CORRUPT", "changed.gz cannot be unpacked", "deliver it again");
        byte[] member = manyGood(5);
        assertFailed(
                Api.load("two.zip", Packed.zip(Map.of("a.csv", member, "b.csv", member), ZipEntry.DEFLATED)),
                "ARCHIVE_NOT_ONE_MEMBER",
                "two.zip holds 2 files",
                "Pack each usage file by itself");
        assertFailed(
                Api.load("behind.zst", Packed.join(Packed.zstd(member), member)),
                "FILE_CORRUPT",
                "behind.zst cannot be unpacked");
        assertFailed(
                Api.load("bomb.gz", Packed.gzip(new byte[120_000_000])),
                "FILE_TOO_LARGE_UNPACKED",
                "200 times its own length (MAX_UNPACKED_RATIO)");
        assertFailed(Api.load("empty.gz", Packed.gzip(new byte[0])), "FILE_EMPTY", "empty.gz");
    }

    @Test
    void packedFile_fromTheInbox_isLoadedAndFiledAsItCame() throws IOException {
        byte[] file = Packed.gzip(manyGood(20));
        Files.write(folders.incoming().resolve("from_the_inbox.csv.gz"), file);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Warehouse.rows(
                                "select state, file_name, size_bytes from ingest.run where published_at is not null"))
                        .containsExactly("SUCCEEDED|from_the_inbox.csv.gz|" + file.length));
        int id = runs.list(new Runs.Selection(null, RunTrigger.INBOX, null, 1))
                .get(0)
                .id();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(runs.find(id).orElseThrow().path().toString())
                                .contains("archive")
                                .endsWith("-from_the_inbox.csv.gz"));
        assertThat(runs.find(id).orElseThrow().path()).hasBinaryContent(file);
        assertThat(Warehouse.count("public.telco_billings_usage")).isEqualTo(20);
    }

    @Test
    void realFile_packed_isTheRealFile() throws IOException {
        byte[] content = Files.readAllBytes(RealFile.require());
        for (Map.Entry<String, byte[]> packing : packings(content).entrySet()) {
            Warehouse.clear();
            RealFile.assertLoaded(Api.load(packing.getKey(), packing.getValue()));
            RealFile.assertWarehouse(Warehouse.console());
        }
    }
}
