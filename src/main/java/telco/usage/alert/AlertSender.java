package telco.usage.alert;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import telco.usage.alert.AlertCounter.Outcome;
import telco.usage.database.Schema;
import telco.usage.jdbc.DatabaseException;
import telco.usage.run.AlertDelivery.Channel;
import telco.usage.run.RunFinished;

/**
 * Sends what waits in the outbox, a thread for each channel: a mail server that keeps silent must not hold up the others.
 * Wakes when a run of this process has ended, and every few seconds for what others have left.
 */
@Singleton
final class AlertSender {

    private static final Logger LOG = Logger.getLogger(AlertSender.class);

    private final Deliveries deliveries;
    private final AlertMail mail;
    private final Webhook webhook;
    private final AlertCounter counter;
    private final AlertConfig config;
    private final Schema schema;
    private final List<Loop> loops = new ArrayList<>();
    private volatile boolean stopping;

    AlertSender(
            Deliveries deliveries,
            AlertMail mail,
            Webhook webhook,
            AlertCounter counter,
            AlertConfig config,
            Schema schema) {
        this.deliveries = deliveries;
        this.mail = mail;
        this.webhook = webhook;
        this.counter = counter;
        this.config = config;
        this.schema = schema;
    }

    void onStart(@Observes StartupEvent start) {
        Routes routes = Routes.of(config);
        MailSettings settings = MailSettings.of(config);
        if (routes.areEmpty()) {
            LOG.warn("Nobody will be told of runs that need attention: set SMTP_SERVER, ALERT_SENDER_EMAIL and"
                    + " ALERT_RECEIVER_EMAIL, or WEBHOOK_URL. They are only logged.");
        } else if (routes.hasMails() && !settings.complete()) {
            LOG.warnf("No alert mails can be sent: %s not set. They wait for it.", settings.missingNames());
        }
        for (Channel channel : Channel.values()) {
            loops.add(new Loop(channel));
        }
        loops.forEach(loop -> loop.thread.start());
    }

    void onFinished(@Observes RunFinished finished) {
        wake();
    }

    private void wake() {
        loops.forEach(loop -> loop.signal.release());
    }

    /**
     * Behind the worker, whose last run may still have something to tell. What is not out in time is not lost: the next
     * process sends it.
     */
    void onStop(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) ShutdownEvent stop) {
        stopping = true;
        wake();
        long end = System.nanoTime() + config.timeout().toNanos();
        for (Loop loop : loops) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(loop.thread, Math.max(1, end - System.nanoTime()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            loop.thread.interrupt();
        }
    }

    /** One channel's deliveries, one after the other. */
    private final class Loop implements Runnable {

        private final Channel channel;
        private final Semaphore signal = new Semaphore(0);
        private final Thread thread;

        Loop(Channel channel) {
            this.channel = channel;
            this.thread = new Thread(this, "alert-" + channel.name().toLowerCase(Locale.ROOT));
            this.thread.setDaemon(true);
        }

        @Override
        public void run() {
            try {
                while (!stopping) {
                    if (signal.tryAcquire(config.checkInterval().toMillis(), TimeUnit.MILLISECONDS)) {
                        signal.drainPermits();
                    }
                    sendAll();
                }
                // What came since the last look and before the end.
                sendAll();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void sendAll() throws InterruptedException {
            try {
                if (!schema.isReady()) {
                    return;
                }
                deliveries.sumUp();
                for (Optional<Delivery> due = deliveries.claim(channel);
                        due.isPresent();
                        due = deliveries.claim(channel)) {
                    send(due.get());
                }
                counter.waiting(channel, deliveries.pending(channel));
            } catch (DatabaseException e) {
                LOG.debugf("alerts wait for the database: %s", e.getMessage());
            } catch (RuntimeException e) {
                // Nobody is behind this thread to tell; the next alert must still find it.
                LOG.errorf(e, "Alerts could not be sent, will try again");
            }
        }

        private void send(Delivery delivery) throws InterruptedException {
            try {
                take(delivery);
            } catch (NotTakenException e) {
                failed(delivery, e);
                return;
            }
            noteSent(delivery);
            counter.count(channel, Outcome.SENT);
            LOG.infof("%s An alert was sent to %s", delivery.notice().headline(), name(delivery.target()));
        }

        /** As long as this is not noted it would be sent again: nothing is more urgent. */
        private void noteSent(Delivery delivery) throws InterruptedException {
            while (true) {
                try {
                    deliveries.sent(delivery);
                    return;
                } catch (DatabaseException e) {
                    if (stopping) {
                        throw e;
                    }
                    TimeUnit.MILLISECONDS.sleep(500);
                }
            }
        }

        private void take(Delivery delivery) throws InterruptedException {
            switch (channel) {
                case MAIL -> mail.send(delivery);
                case WEBHOOK -> webhook.send(delivery);
            }
        }

        private void failed(Delivery delivery, NotTakenException failure) {
            boolean givenUp = deliveries.failed(delivery, failure.getMessage(), failure.leastPause());
            counter.count(channel, givenUp ? Outcome.GIVEN_UP : Outcome.FAILED);
            LOG.warnf(
                    "%s The alert to %s was not taken%s: %s",
                    delivery.notice().headline(),
                    name(delivery.target()),
                    givenUp ? " and is given up" : ", it is tried again",
                    failure.getMessage());
        }
    }

    /** A webhook's address is as good as a password: only its host may be seen. */
    private static String name(Target target) {
        return switch (target.channel()) {
            case MAIL -> OneLine.of(target.address(), 200);
            case WEBHOOK -> URI.create(target.address()).getHost();
        };
    }
}
