package telco.usage.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import telco.usage.sample.SampleSpec;
import telco.usage.sample.UsageGenerator;
import telco.usage.testing.OwnPostgres;
import telco.usage.testing.ServiceProcess;
import telco.usage.testing.SqlConsole;
import telco.usage.testing.Warehouse;

/** A file of nothing but damaged records: none is lost, none stops the load, and each that is kept aside is as it came. */
class MutatedRecordFaults {

    private static final int RECORDS = 1_000_000;
    private static final int RECORDS_PER_FILE = 50_000;

    @TempDir
    static Path folder;

    private static OwnPostgres server;

    @BeforeAll
    static void start() {
        server = OwnPostgres.start(folder.resolve("server"));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void everyRecordIsLoadedOrKeptAsideAsItCame() throws IOException, SQLException {
        Random random = new Random(FaultSettings.CURRENT.seed());
        Site site = new Site(folder.resolve("site"), server, "mutated", Map.of("REJECTS_STORED", "1000000000"));
        Path good = folder.resolve("good.csv");
        new UsageGenerator(SampleSpec.of(YearMonth.of(2026, 3), 1, RECORDS_PER_FILE)).writeTo(good);
        List<String> lines = Files.readAllLines(good);
        int files = Math.max(1, FaultSettings.CURRENT.scaled(RECORDS) / RECORDS_PER_FILE);
        long rejected = 0;
        long loaded = 0;
        try (Scenario scenario = FaultReport.begin("files of 50,000 damaged records");
                ServiceProcess service = site.serve("service")) {
            for (int i = 0; i < files; i++) {
                Path file = site.input().resolve("mutated-" + i + ".csv");
                write(file, lines, random);
                JsonPath run =
                        service.awaitDone(service.submit(file.getFileName().toString(), ", \"maxRejectRatio\": 1"));
                scenario.struck("every record");
                assertThat(run.getString("state"))
                        .as("seed %d: %s", FaultSettings.CURRENT.seed(), run.prettify())
                        .isEqualTo("SUCCEEDED_WITH_WARNINGS");
                requireUntouched(site.console(), run.getInt("id"), file);
                rejected += run.getLong("rows.rejected") + run.getLong("rows.conflicting");
                loaded += run.getLong("rows.loaded");
                assertThat(site.console().count("public.telco_billings_usage")).isEqualTo(loaded);
                assertThat(site.console().count("ingest.reject")).isEqualTo(rejected);
                Files.delete(file);
                scenario.recovered();
            }
            Warehouse.assertConsistent(site.console());
        }
        // Both ways must have been gone, or nothing was tried.
        assertThat(loaded).isPositive();
        assertThat(rejected).isPositive();
    }

    private static void write(Path file, List<String> lines, Random random) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (String line : lines) {
                out.write(mutated(line.getBytes(StandardCharsets.UTF_8), random));
                out.write('\n');
            }
        }
    }

    /** Up to three of what happens to files: flipped bits, cut and joined lines, quotes, foreign encodings, long fields. */
    private static byte[] mutated(byte[] line, Random random) {
        byte[] bytes = line;
        for (int i = random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(Math.max(1, bytes.length));
            bytes = switch (random.nextInt(9)) {
                case 0 -> flipped(bytes, at, random);
                case 1 -> Arrays.copyOf(bytes, at);
                case 2 -> inserted(bytes, at, "\"");
                case 3 -> inserted(bytes, at, "\"\"");
                case 4 -> inserted(bytes, at, "\r");
                case 5 -> replaced(bytes, at, new byte[] {(byte) 0xE4, (byte) 0xF6});
                case 6 -> replaced(bytes, at, "ä€😀".getBytes(StandardCharsets.UTF_8));
                case 7 -> inserted(bytes, at, "9".repeat(1 + random.nextInt(60)));
                default -> inserted(bytes, at, ",");
            };
        }
        // Rarely: a quoted line break, and a record that is too long.
        if (random.nextInt(500) == 0) {
            return inserted(inserted(bytes, 0, "\"\n"), bytes.length + 2, "\"");
        }
        return random.nextInt(5_000) == 0 ? inserted(bytes, bytes.length / 2, "x".repeat(70_000)) : bytes;
    }

    private static byte[] flipped(byte[] bytes, int at, Random random) {
        byte[] other = bytes.clone();
        if (at < other.length) {
            other[at] ^= (byte) (1 << random.nextInt(8));
        }
        return other;
    }

    private static byte[] inserted(byte[] bytes, int at, String text) {
        ByteArrayOutputStream other = new ByteArrayOutputStream();
        other.write(bytes, 0, at);
        other.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        other.write(bytes, at, bytes.length - at);
        return other.toByteArray();
    }

    private static byte[] replaced(byte[] bytes, int at, byte[] with) {
        byte[] other = bytes.clone();
        System.arraycopy(with, 0, other, at, Math.min(with.length, other.length - at));
        return other;
    }

    /** The bytes of each reject are those of the file at its place. */
    private static void requireUntouched(SqlConsole console, int run, Path file) throws IOException, SQLException {
        try (Connection connection = console.connect();
                Statement statement = connection.createStatement();
                RandomAccessFile input = new RandomAccessFile(file.toFile(), "r")) {
            connection.setAutoCommit(false);
            statement.setFetchSize(1_000);
            try (ResultSet reject = statement.executeQuery(
                    "select byte_offset, record, record_bytes, record_number from ingest.reject where run_id = "
                            + run)) {
                while (reject.next()) {
                    byte[] record = reject.getBytes("record");
                    byte[] there = new byte[record.length];
                    input.seek(reject.getLong("byte_offset"));
                    input.readFully(there);
                    if (!Arrays.equals(there, record) || reject.getLong("record_bytes") < record.length) {
                        throw new AssertionError("record %d of run %d is not as it came, seed %d"
                                .formatted(reject.getLong("record_number"), run, FaultSettings.CURRENT.seed()));
                    }
                }
            }
        }
    }
}
