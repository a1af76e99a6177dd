package telco.usage.alert;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.Mailer;
import io.smallrye.mutiny.TimeoutException;
import jakarta.inject.Singleton;

/** Sends an alert as a mail to one receiver: one who is refused keeps it from nobody else. */
@Singleton
final class AlertMail {

    private final Mailer mailer;
    private final MailSettings settings;

    AlertMail(Mailer mailer, AlertConfig config) {
        this.mailer = mailer;
        this.settings = MailSettings.of(config);
    }

    /**
     * Blocks until the server has taken the mail.
     *
     * @throws NotTakenException when it has not, within SMTP_TIMEOUT
     */
    void send(Delivery delivery) {
        if (!settings.complete()) {
            throw new NotTakenException(settings.missingNames() + " not set", (Throwable) null);
        }
        Notice notice = delivery.notice();
        Mail mail = new Mail()
                .setFrom(settings.sender())
                .addTo(delivery.target().address())
                .setSubject(notice.subject())
                .setText(NoticeText.of(notice).render())
                .setHtml(NoticeHtml.of(delivery).render())
                .addHeader("X-Telco-Delivery", Long.toString(delivery.id()))
                .addHeader("Message-ID", messageId(delivery));
        try {
            mailer.send(mail);
        } catch (RuntimeException e) {
            throw new NotTakenException(settings.server() + ": " + reason(e), e);
        }
    }

    /** The same at each try: who gets a mail twice, because its first answer was lost, can tell. */
    private String messageId(Delivery delivery) {
        String domain = settings.sender().replaceFirst("^.*@", "").replaceFirst(">.*$", "");
        return "<telco-usage-%d.%d@%s>"
                .formatted(delivery.id(), delivery.occurredAt().getEpochSecond(), domain);
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
