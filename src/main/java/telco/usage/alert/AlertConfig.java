package telco.usage.alert;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.Optional;

/** Whom to tell, and through which server. Blank counts as not set. */
@ConfigMapping(prefix = "telco.alert")
interface AlertConfig {

    /** SMTP_SERVER: the mail server's host name. */
    Optional<String> server();

    /** ALERT_SENDER_EMAIL: the mails' sender. */
    Optional<String> sender();

    /** ALERT_RECEIVER_EMAIL: the mails' receivers, comma separated. */
    Optional<String> receivers();

    /** How often the outbox is looked into; whenever a run of this process ends it is too. */
    Duration checkInterval();

    /** SMTP_TIMEOUT: how long a mail may take, and how long those that wait may hold up the end of the process. */
    Duration timeout();

    /** WEBHOOK_URL: where alerts are posted to, comma separated. */
    Optional<String> webhookUrl();

    /** WEBHOOK_ALLOWED_HOSTS: hosts that need not have a public address, by name or range, see {@link WebhookHosts}. */
    Optional<String> webhookAllowedHosts();

    /** WEBHOOK_SECRET: what the posts are signed with; unset: they are not. */
    Optional<String> webhookSecret();

    /** WEBHOOK_TIMEOUT: how long a post may take. */
    Duration webhookTimeout();

    /** ALERT_ROUTES: who gets what, see {@link Routes}; unset: everybody gets all from WARNING on. */
    Optional<String> routes();

    /** ALERT_GROUP_WINDOW: for so long the same problem again is counted, not told. */
    Duration groupWindow();

    /** ALERT_GIVE_UP_AFTER: for so long an alert is tried again that nobody takes. */
    Duration giveUpAfter();

    /** PUBLIC_URL: where readers of an alert find this service. */
    String publicUrl();
}
