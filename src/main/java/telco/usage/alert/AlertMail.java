package telco.usage.alert;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.Mailer;
import io.smallrye.mutiny.TimeoutException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import telco.usage.alert.AlertCounter.Outcome;
import telco.usage.run.Run;

/** Writes the mail about a run and sends it. What goes wrong is one line in the log, with the server's answer. */
@Singleton
final class AlertMail {

    private static final Logger LOG = Logger.getLogger(AlertMail.class);

    private static final int TRIES = 3;
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Mailer mailer;
    private final MailSettings settings;
    private final FirstProblems problems;

    AlertMail(Mailer mailer, AlertConfig config, FirstProblems problems) {
        this.mailer = mailer;
        this.settings = MailSettings.of(config);
        this.problems = problems;
    }

    /** Blocks until the server has taken the mail, or has not in three tries of at most SMTP_TIMEOUT each. */
    Outcome send(Run run) {
        String label = OneLine.of(run.label(), 200);
        if (!settings.complete()) {
            LOG.warnf(
                    "%s needs attention (%s). No mail was sent: %s not set",
                    label, run.state(), settings.missingNames());
            return Outcome.NOT_CONFIGURED;
        }
        RunAlert alert = RunAlert.of(run, problems.of(run));
        Mail mail = new Mail()
                .setFrom(settings.sender())
                .setTo(settings.receivers())
                .setSubject(alert.subject())
                .setText(alert.render());
        try {
            sendPatiently(mail);
        } catch (RuntimeException e) {
            LOG.warnf(
                    "%s needs attention (%s). The mail was not sent through %s: %s",
                    label, run.state(), settings.server(), OneLine.of(reason(e), 300));
            return Outcome.FAILED;
        }
        LOG.infof("%s needs attention (%s). A mail was sent to %s", label, run.state(), settings.receivers());
        return Outcome.SENT;
    }

    /** A server that restarts or is busy has often come back a second later. */
    private void sendPatiently(Mail mail) {
        for (int tries = 1; ; tries++) {
            try {
                mailer.send(mail);
                return;
            } catch (RuntimeException e) {
                if (tries == TRIES || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.multipliedBy(tries).toNanos());
            }
        }
    }

    /** The mailer wraps what happened, sometimes in something without a word of its own. */
    private static String reason(Throwable failure) {
        if (failure instanceof TimeoutException) {
            return "no answer within SMTP_TIMEOUT";
        }
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
