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

    /** SMTP_TIMEOUT: how long the alerts that wait may hold up the end of the process; the mailer has it for each mail. */
    Duration timeout();
}
