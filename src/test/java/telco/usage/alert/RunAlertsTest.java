package telco.usage.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import telco.usage.jdbc.Database;
import telco.usage.run.AlertDelivery;
import telco.usage.run.Disposition;
import telco.usage.run.Finding;
import telco.usage.run.Run;
import telco.usage.run.RunEnding;
import telco.usage.run.RunErrorCode;
import telco.usage.run.RunFinished;
import telco.usage.run.RunState;
import telco.usage.run.Runs;
import telco.usage.run.Severity;
import telco.usage.testing.ServiceUnderTest;
import telco.usage.testing.StoredRun;

@QuarkusTest
@WithTestResource(ServiceUnderTest.class)
@WithTestResource(MailServerUnderTest.class)
class RunAlertsTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    GreenMail greenMail;

    @Inject
    Event<RunEnding> ending;

    @Inject
    Event<RunFinished> finished;

    @Inject
    Database database;

    @Inject
    Runs runs;

    @Inject
    MeterRegistry registry;

    private final List<Run> stored = new ArrayList<>();

    @BeforeEach
    void forgetEarlierMails() throws Exception {
        greenMail.purgeEmailFromAllMailboxes();
    }

    @AfterEach
    void removeStoredRuns() {
        stored.forEach(run -> StoredRun.remove(database, run));
    }

    @Test
    void onFinished_failedRun_mailsEveryReceiverTheWholeStory() throws Exception {
        Run run = save(StoredRun.failed(RunErrorCode.TOO_MANY_REJECTS, "3 of 40 records broke a rule.")
                .named("usage_0412.csv")
                .counting(Disposition.READ, 40_000, "12.5")
                .counting(Disposition.REJECTED, 3, "0.25")
                .withReject(7, "BAD_CHARGE", "charge", "charge is 'abc', a number was expected")
                .withReject(9, "COLUMN_COUNT", null, "8 columns, 9 were expected"));

        end(run);

        List<MimeMessage> mails = mails(2);
        assertThat(mails)
                .allSatisfy(mail -> assertThat(mail.getSubject())
                        .isEqualTo("[telco usage] FAILED: usage_0412.csv (run " + run.id() + ")"));
        assertThat(mails.stream().map(RunAlertsTest::receiver))
                .containsExactlyInAnyOrder("ops@example.com", "data@example.com");
        assertThat(mails.get(0).getMessageID())
                .startsWith("<telco-usage-" + mails.get(0).getHeader("X-Telco-Delivery")[0] + ".")
                .endsWith("@example.com>");
        assertThat(mails.get(0).getFrom()[0]).hasToString("loader@example.com");
        assertThat(text(mails.get(0)))
                .contains("TOO_MANY_REJECTS: 3 of 40 records broke a rule.")
                .containsPattern("read +40,000 +12\\.5")
                .containsPattern("rejected +3 +0\\.25")
                .contains("1. line 7, column charge: BAD_CHARGE, charge is 'abc', a number was expected")
                .contains("2. line 9: COLUMN_COUNT, 8 columns, 9 were expected")
                .contains("Nothing of this file was loaded")
                .contains("http://localhost:8080/runs/" + run.id());
        assertThat(part(mails.get(0), 1))
                .contains("<td>usage_0412.csv, ", "line 7, column charge: BAD_CHARGE, charge is &#39;abc&#39;");
        await().atMost(SOON)
                .until(() -> runs.find(run.id()).orElseThrow().alerts().stream()
                        .map(AlertDelivery::state)
                        .toList()
                        .equals(List.of(AlertDelivery.State.SENT, AlertDelivery.State.SENT)));
    }

    @Test
    void onFinished_findings_comeBeforeRejectsAndMakeFiveAtMost() throws Exception {
        StoredRun warned = StoredRun.published(RunState.SUCCEEDED_WITH_WARNINGS, Instant.EPOCH)
                .with(new Finding("good_to_know", Severity.INFO, 1, 40, "not for a mail"))
                .with(new Finding("missing_customer_id", Severity.WARNING, 2, 40, "no customer"))
                .with(new Finding("future_events", Severity.ERROR, 1, 40, "from tomorrow"));
        for (int line = 1; line <= 6; line++) {
            warned.withReject(line, "BAD_MONTH", "month", "month is 'x'");
        }

        end(save(warned));

        String text = text(mails(2).get(0));
        assertThat(text)
                .contains("1. ERROR future_events (1 of 40 rows): from tomorrow")
                .contains("2. WARNING missing_customer_id (2 of 40 rows): no customer")
                .contains("5. line 3, column month: BAD_MONTH")
                .doesNotContain("6. ")
                .doesNotContain("good_to_know")
                .contains("The rows counted as loaded are in the warehouse.");
    }

    @Test
    void onFinished_nastyFileName_staysInItsLine() throws Exception {
        Run run = save(StoredRun.failed(RunErrorCode.FILE_EMPTY, "empty")
                .named("x.csv\r\nBcc: thief@example.com\r\n\r\n\u202egnp.exe é"));

        end(run);

        MimeMessage mail = mails(2).get(0);
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(mail.getSubject())
                .isEqualTo("[telco usage] FAILED: x.csv??Bcc: thief@example.com?????gnp.exe é (run " + run.id() + ")");
        assertThat(text(mail).lines()).noneMatch(line -> line.startsWith("Bcc"));
    }

    @Test
    void onFinished_nothingWrong_sendsNothing() throws Exception {
        end(save(StoredRun.published(RunState.SUCCEEDED, Instant.EPOCH)
                .with(new Finding("good_to_know", Severity.INFO, 1, 40, "all is well"))));
        // The thread takes alerts in order: when the second one's mail is there, the first one had none.
        end(save(StoredRun.failed(RunErrorCode.FILE_EMPTY, "empty")));
        assertThat(mails(2)).allSatisfy(mail -> assertThat(mail.getSubject()).contains("FAILED"));
    }

    @Test
    void onFinished_hostileFileName_isEscapedInThePage() throws Exception {
        end(save(StoredRun.failed(RunErrorCode.FILE_EMPTY, "empty").named("<script>alert(1)</script>.csv")));
        assertThat(part(mails(2).get(0), 1)).doesNotContain("<script>").contains("&lt;script&gt;");
    }

    @Test
    void serverDown_isToldInTheLog_andTheMailComesWhenItIsBack() {
        double failed = count("FAILED");
        Run run = save(StoredRun.failed(RunErrorCode.FILE_EMPTY, "empty"));
        greenMail.stop();
        try (LogLines log = new LogLines()) {
            end(run);
            await().atMost(SOON).until(() -> count("FAILED") >= failed + 2);
            assertThat(log.lines())
                    .anySatisfy(line -> assertThat(line)
                            .contains("Run " + run.id(), "was not taken, it is tried again: 127.0.0.1"));
            assertThat(runs.find(run.id()).orElseThrow().alerts())
                    .allSatisfy(alert -> assertThat(alert.state()).isEqualTo(AlertDelivery.State.PENDING))
                    .allSatisfy(alert -> assertThat(alert.error()).isNotBlank());
        } finally {
            greenMail.start();
        }
        mails(2);
    }

    @Test
    void serverThatNeverAnswers_holdsUpNobody() throws IOException {
        double failed = count("FAILED");
        Run run = save(StoredRun.failed(RunErrorCode.FILE_EMPTY, "empty"));
        int port = greenMail.getSmtp().getPort();
        greenMail.stop();
        try (ServerSocket silent = new ServerSocket(port, 10, InetAddress.getByName("127.0.0.1"))) {
            end(run);
            await().atMost(SOON).until(() -> count("FAILED") >= failed + 2);
            assertThat(silent.isBound()).isTrue();
        } finally {
            greenMail.start();
        }
        mails(2);
    }

    /** As a worker ends it: the alert is there when the transaction is. */
    private void end(Run run) {
        database.inTransaction(connection -> ending.fire(new RunEnding(connection, run)));
        finished.fire(new RunFinished(run));
    }

    private static String receiver(MimeMessage mail) {
        try {
            return mail.getAllRecipients()[0].toString();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Run save(StoredRun run) {
        Run saved = run.save(database, runs);
        stored.add(saved);
        return saved;
    }

    private List<MimeMessage> mails(int count) {
        await().atMost(SOON).until(() -> greenMail.getReceivedMessages().length == count);
        return List.of(greenMail.getReceivedMessages());
    }

    private double count(String outcome) {
        return registry.counter("telco.alerts", "channel", "MAIL", "outcome", outcome)
                .count();
    }

    private static String text(MimeMessage mail) throws MessagingException, IOException {
        return part(mail, 0);
    }

    private static String part(MimeMessage mail, int number) throws MessagingException, IOException {
        MimeMultipart parts = (MimeMultipart) mail.getContent();
        return String.valueOf(parts.getBodyPart(number).getContent()).replace("\r\n", "\n");
    }
}
