package telco.usage.alert;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import telco.usage.alert.AlertCounter.Outcome;
import telco.usage.run.Run;
import telco.usage.run.RunFinished;

/**
 * Hands each finished run that a person should look at over to the thread that sends the mails.
 *
 * <p>A thread of its own rather than an asynchronous observer, because who fires the event need not know of it, the
 * queue has an end, and a one-shot process can wait until the mail about its run is out.
 */
@Singleton
final class RunAlerts {

    private static final Logger LOG = Logger.getLogger(RunAlerts.class);

    private static final int QUEUE_LENGTH = 100;

    private final AlertMail mail;
    private final AlertCounter counter;
    private final AlertConfig config;
    private final ThreadPoolExecutor sender = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE_LENGTH), RunAlerts::senderThread);

    RunAlerts(AlertMail mail, AlertCounter counter, AlertConfig config) {
        this.mail = mail;
        this.counter = counter;
        this.config = config;
    }

    void onStart(@Observes StartupEvent start) {
        MailSettings settings = MailSettings.of(config);
        if (!settings.complete()) {
            LOG.warnf(
                    "No alert mails will be sent: %s not set. A run that needs attention is only logged.",
                    settings.missingNames());
        }
    }

    /** Returns at once and never throws: a run does not wait for its mail. */
    void onFinished(@Observes RunFinished finished) {
        Run run = finished.run();
        if (!Attention.isNeededBy(run)) {
            return;
        }
        try {
            sender.execute(() -> tell(run));
        } catch (RejectedExecutionException e) {
            counter.count(Outcome.DROPPED);
            LOG.warnf(
                    "%s needs attention (%s). No mail was sent: %s",
                    OneLine.of(run.label(), 200),
                    run.state(),
                    sender.isShutdown() ? "the service is stopping" : QUEUE_LENGTH + " others wait to be sent");
        }
    }

    private void tell(Run run) {
        try {
            counter.count(mail.send(run));
        } catch (RuntimeException e) {
            // Nobody is behind this thread to tell; the next alert must still find it.
            counter.count(Outcome.FAILED);
            LOG.errorf(e, "The alert about %s failed", OneLine.of(run.label(), 200));
        }
    }

    /** Behind the worker, whose last run may still have something to tell. */
    void onStop(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) ShutdownEvent stop) {
        sender.shutdown();
        try {
            if (sender.awaitTermination(config.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        int unsent = sender.shutdownNow().size();
        for (int i = 0; i < unsent; i++) {
            counter.count(Outcome.DROPPED);
        }
        LOG.warnf("The mail server took too long while stopping: %d more alerts were not sent", unsent);
    }

    private static Thread senderThread(Runnable work) {
        Thread thread = new Thread(work, "alert-sender");
        thread.setDaemon(true);
        return thread;
    }
}
