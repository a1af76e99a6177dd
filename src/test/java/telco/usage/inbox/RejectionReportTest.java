package telco.usage.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import telco.usage.jdbc.Sql;
import telco.usage.run.Amount;
import telco.usage.run.Attempt;
import telco.usage.run.Disposition;
import telco.usage.run.Finding;
import telco.usage.run.RejectReason;
import telco.usage.run.Run;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunState;
import telco.usage.testing.NotServing;
import telco.usage.testing.ServiceUnderTest;

/** What lies beside a rejected file. */
@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@TestProfile(NotServing.class)
class RejectionReportTest extends HandWorkedInbox {

    private static final Instant ENDED = Instant.parse("2026-11-22T12:00:00.123Z");

    @Test
    void report_saysAllThatTheProviderNeeds() throws IOException {
        Run run = take("usage.csv");
        fail(run, 30);
        inbox.poller.poll();

        String filed = "rejected/2026/11/" + run.id() + "-usage.csv";
        assertThat(inbox.files()).containsExactly(filed, filed + ".report.txt");
        String report = Files.readString(inbox.incoming.resolve(filed + ".report.txt"));
        assertThat(report)
                .startsWith("The file usage.csv was not loaded.")
                .contains("TOO_MANY_REJECTS: more than half of usage.csv")
                .contains("Correct the file")
                .contains("usage.csv, 20 bytes, SHA-256 feed")
                .contains("Ended      2026-11-22T12:00:00Z")
                .contains("Run        " + run.id())
                .contains("Records read      40\n")
                .contains("Records rejected  30, which charge 45\n")
                .containsPattern("BAD_CHARGE +30 +45\n")
                .contains("  line 1, column charge: BAD_CHARGE, charge is 'x1'")
                .contains("  line 20, column charge: BAD_CHARGE, charge is 'x20'")
                .doesNotContain("line 21,")
                .doesNotContain("the whole record");
    }

    @Test
    void report_ofAFileWithoutRejects_hasNoTables() {
        Run run = take("empty.csv");
        queue.finish(claim(run), RunState.FAILED, new Run.RunError(RunErrorCode.FILE_EMPTY, "empty.csv has\nno bytes"));
        setFinished(run, ENDED);
        inbox.poller.poll();

        assertThat(report(run, "empty.csv"))
                .content()
                .contains("FILE_EMPTY: empty.csv has\\u000ano bytes")
                .contains("Records rejected  0\n")
                .doesNotContain("by reason")
                .doesNotContain("first rejected");
    }

    @Test
    void report_isWrittenForACancelledFileToo_andForNoOther() {
        Run cancelled = take("cancelled.csv");
        queue.finish(claim(cancelled), RunState.CANCELLED, null);
        setFinished(cancelled, ENDED);
        Run loaded = take("loaded.csv");
        queue.finish(claim(loaded), RunState.SUCCEEDED, null);
        setFinished(loaded, ENDED);
        inbox.poller.poll();

        assertThat(report(cancelled, "cancelled.csv")).content().contains("CANCELLED: ");
        assertThat(inbox.files()).filteredOn(file -> file.endsWith(".txt")).hasSize(1);
    }

    @Test
    void report_leftByAFilingThatWasCutShort_isKept() throws IOException {
        Run run = take("usage.csv");
        fail(run, 1);
        inbox.poller.poll();
        Path report = report(run, "usage.csv");
        Files.move(report.resolveSibling(run.id() + "-usage.csv"), run.path());
        inbox.poller.poll();

        assertThat(inbox.files())
                .containsExactly(
                        "rejected/2026/11/" + run.id() + "-usage.csv",
                        "rejected/2026/11/" + run.id() + "-usage.csv.report.txt");
    }

    @Test
    void report_neverOverwritesAnother() throws IOException {
        Run run = take("usage.csv");
        fail(run, 1);
        Files.createDirectories(inbox.incoming.resolve("rejected/2026/11"));
        Files.write(report(run, "usage.csv"), new byte[] {(byte) 0xFF});
        inbox.poller.poll();

        assertThat(inbox.files())
                .containsExactly(
                        "rejected/2026/11/" + run.id() + "-2-usage.csv",
                        "rejected/2026/11/" + run.id() + "-2-usage.csv.report.txt",
                        "rejected/2026/11/" + run.id() + "-usage.csv.report.txt");
        assertThat(report(run, "usage.csv")).hasBinaryContent(new byte[] {(byte) 0xFF});
    }

    @Test
    void report_thatCannotBeWritten_keepsNoFileWaiting() throws IOException {
        Run run = take("usage.csv");
        fail(run, 1);
        // Root may write anywhere, so permissions would stop nothing: a folder in the part's place does.
        Path report = report(run, "usage.csv");
        Path part = report.resolveSibling(
                ".writing-" + report.getFileName().toString().hashCode() + ".part");
        Files.createDirectories(part.resolve("in the way"));
        inbox.poller.poll();

        assertThat(inbox.files()).containsExactly("rejected/2026/11/" + run.id() + "-usage.csv");
        assertThat(runs.find(run.id()).orElseThrow().findings())
                .extracting(Finding::check)
                .containsExactly("report_not_written");
    }

    @Test
    void report_ofTheLongestNamePossible_fits() {
        for (String stem : List.of("u".repeat(251), "日".repeat(83))) {
            Run run = take(stem + ".csv");
            fail(run, 1);
            inbox.poller.poll();

            List<String> filed = inbox.files().stream()
                    .filter(file -> file.contains("/" + run.id() + "-"))
                    .map(file -> Path.of(file).getFileName().toString())
                    .toList();
            assertThat(filed).hasSize(2).allMatch(name -> name.getBytes(StandardCharsets.UTF_8).length <= 255);
            assertThat(filed.get(1))
                    .isEqualTo(filed.get(0) + ".report.txt")
                    .startsWith(run.id() + "-" + stem.charAt(0));
        }
    }

    /** Ends the run with so many rejects of 1.5 each. */
    private void fail(Run run, int rejects) {
        Attempt attempt = claim(run);
        attempt.sha256("feed");
        attempt.tally(attempt.tally().with(Disposition.READ, new Amount(40, BigDecimal.TEN, BigDecimal.ONE)));
        for (int line = 1; line <= rejects; line++) {
            attempt.rejects().count(RejectReason.BAD_CHARGE, new BigDecimal("1.5"), line, "message");
            attempt.rejects().stored(RejectReason.BAD_CHARGE);
            store(run.id(), line);
        }
        queue.finish(
                attempt,
                RunState.FAILED,
                new Run.RunError(RunErrorCode.TOO_MANY_REJECTS, "more than half of usage.csv is rejected"));
        setFinished(run, ENDED);
    }

    private void store(int runId, int line) {
        database.inTransaction(connection ->
                Sql.of("""
                        insert into ingest.reject
                            (run_id, record_number, line_number, byte_offset, reason, column_name, message, charge,
                             record, record_bytes)
                        values (?, ?, ?, 0, 'BAD_CHARGE', 'charge', ?, 1.5, convert_to('the whole record', 'UTF8'), 16)
                        """, runId, line, line, "charge is 'x" + line + "'").update(connection));
    }

    private Path report(Run run, String name) {
        return inbox.incoming.resolve("rejected/2026/11/" + run.id() + "-" + name + ".report.txt");
    }
}
