package telco.usage.alert;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The part of the settings without which no mail can be sent.
 *
 * @param missing the names of those that are not set: nothing is sent unless this is empty
 */
record MailSettings(String server, String sender, List<String> missing) {

    static MailSettings of(AlertConfig config) {
        String server = trimmed(config.server());
        String sender = trimmed(config.sender());
        List<String> missing = new ArrayList<>();
        if (server.isEmpty()) {
            missing.add("SMTP_SERVER");
        }
        if (sender.isEmpty()) {
            missing.add("ALERT_SENDER_EMAIL");
        }
        return new MailSettings(server, sender, List.copyOf(missing));
    }

    boolean complete() {
        return missing.isEmpty();
    }

    /** SMTP_SERVER, ALERT_SENDER_EMAIL. */
    String missingNames() {
        return String.join(", ", missing);
    }

    private static String trimmed(Optional<String> value) {
        return value.orElse("").strip();
    }
}
